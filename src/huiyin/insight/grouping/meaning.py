"""What letters mean beyond their words, learnt from the letters themselves, and which groups may be one matter in other words.

Two words mean alike when they stand with the same other words (暖气片, 棉衣 with 供热 and 冬天). Latent semantic analysis finds
these strands; by them two letters are alike that share hardly a word. It would join all that complain of noise anywhere, so it is
only asked where two groups name one spot in their titles.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd
from threadpoolctl import threadpool_limits

from huiyin.insight.grouping.clusters import Groups, Last, Pairs
from huiyin.insight.grouping.letters import Letter
from huiyin.insight.grouping.likeness import WORDS_ALONE, Told
from huiyin.insight.grouping.rules import Meaning

_KNOWN = 3
"""A word in fewer letters shows nothing of what stands with it."""

_ROUNDS = 3


def by_meaning(letters: Sequence[Letter], rows: Told, rules: Meaning) -> Last | None:
    """Return the pass that joins groups of one spot by what they mean; None where too few letters teach it."""
    if len(letters) < rules.letters:
        return None
    words, titles = rows.said_alone()
    other = 1 - rules.share
    parts = (
        (rules.share, _strands(words, rules.strands)), (other * WORDS_ALONE.words, words), (other * WORDS_ALONE.title, titles),
    )  # fmt: skip
    named = [_named(letter, found, rows) for letter, found in zip(letters, rows.places, strict=True)]
    together = hstack([part * weight**0.5 for weight, part in parts if weight]).tocsr()
    return Last(together, rules.alike, lambda groups: _of_one_spot(groups, named))


def _strands(words: Any, count: int) -> Any:
    """Return every letter along the strands of meaning, each row of length one."""
    known = words[:, np.diff(words.tocsc().indptr) >= _KNOWN]
    count = min(count, *known.shape)
    if not count:
        return csr_matrix((words.shape[0], 1))
    with threadpool_limits(1, "blas"):  # so small a matter takes ten times as long where threads wait for each other
        left, sizes, _ = randomized_svd(known, count, n_iter=_ROUNDS, random_state=0)
    return csr_matrix(normalize(left * sizes))


@dataclass(frozen=True)
class Named:
    """What a letter names where people write where it is: spots, or names that may be short for one."""

    spots: frozenset[str]
    short: tuple[str, ...]

    def may_mean(self, spot: str) -> bool:
        """Whether the letter names this spot, or nothing but what may be short for it."""
        return spot in self.spots or (not self.spots and any(spot.endswith(name) for name in self.short))


def _named(letter: Letter, places: Sequence[str], rows: Told) -> Named:
    here = [place for place in places if place in letter.title or place in letter.place]
    spots = frozenset(place for place in here if rows.gazetteer.is_spot(place))
    return Named(spots, tuple(place for place in here if rows.gazetteer.weight_of(place) > 0))


def _of_one_spot(groups: Groups, named: Sequence[Named]) -> Pairs:
    """Return the pairs of groups that name one spot."""
    there: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for spot in spots_of(group, named):
            there[spot].append(number)
    return sorted({pair for numbers in there.values() for pair in combinations(numbers, 2)})


def spots_of(group: Sequence[int], named: Sequence[Named]) -> list[str]:
    """Return the spots that at least half of a group names; in one group a short name means the full one that stands there."""
    full = sorted({spot for row in group for spot in named[row].spots})
    meant = Counter(spot for spot in full for row in group if named[row].may_mean(spot))
    return [spot for spot in full if meant[spot] * 2 >= len(group)]

"""Which figures came back as they were sent, and which did not: the comparison of a paper that went out with what it became."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from huiyin.documents.content import Block, Bound
from huiyin.documents.readback import Loose, Loosened
from huiyin.documents.words import NUMBER, bound_of, typed_in_context

_OF_A_DATE = re.compile(r"^\s?(?:年|月|日|号|期|时|点|届|条|[-—~至]\d+\s?(?:年|月|日|时))")
_OF_A_LIST = re.compile(r"^[．.、)）]")
HOTLINE = "12345"


def loosened(blocks: Sequence[Block], sent: Sequence[Bound], prose: frozenset[str]) -> tuple[Loosened, ...]:
    """Return every figure that is no longer what was sent, in reading order; those that are gone come last."""
    came = [(place, bound) for place, block in enumerate(blocks) for bound in bound_of([block])]
    typed = _typed(blocks, prose)
    found = [*_strange(came, sent), *_missing(came, sent, typed)]
    found += [
        Loosened(
            Loose.TYPED,
            "",
            "",
            number,
            place,
            f"“{number}”是手工输入的，没有绑定：请改为插入的数据，或登记为外部数字并注明出处",
        )
        for place, number in typed
    ]
    return tuple(sorted(found, key=lambda one: len(blocks) if one.block is None else one.block))


def _strange(came: Sequence[tuple[int, Bound]], sent: Sequence[Bound]) -> Iterator[Loosened]:
    """Find figures that say something else than was sent, that came more often, or that belong to another paper."""
    were: dict[str, list[str]] = {}
    for bound in sent:
        were.setdefault(bound.key, []).append(bound.text)
    seen: Counter[str] = Counter()
    for place, bound in came:
        texts = were.get(bound.key)
        seen[bound.key] += 1
        if texts is None:
            says = f"“{bound.text}”的绑定不属于这份文稿，可能从别的文稿复制而来"
            yield Loosened(Loose.UNKNOWN, bound.key, "", bound.text, place, says)
        elif bound.text not in texts:
            was = texts[min(seen[bound.key], len(texts)) - 1]
            says = f"系统数据 {was} 被改写成“{bound.text}”"
            yield Loosened(Loose.CHANGED, bound.key, was, bound.text, place, says)
        elif seen[bound.key] > len(texts):
            says = f"系统数据 {bound.text} 被复制，比原稿多出一处，请确认含义相同"
            yield Loosened(Loose.DUPLICATED, bound.key, bound.text, bound.text, place, says)


def _missing(
    came: Sequence[tuple[int, Bound]], sent: Sequence[Bound], typed: list[tuple[int, str]]
) -> Iterator[Loosened]:
    """Find figures that came less often; where the same number now stands as mere text, it was unwrapped and is no typed number."""
    left = Counter(bound.key for bound in sent) - Counter(bound.key for _, bound in came)
    texts_that_came = Counter((bound.key, bound.text) for _, bound in came)
    for bound in sent:
        if texts_that_came[bound.key, bound.text]:
            texts_that_came[bound.key, bound.text] -= 1
        elif left[bound.key]:
            left[bound.key] -= 1
            at = next((one for one in typed if _same(one[1], bound.text)), None)
            if at is None:
                yield Loosened(Loose.GONE, bound.key, bound.text, "", None, f"系统数据 {bound.text} 已不在文稿中")
            else:
                typed.remove(at)
                says = f"系统数据 {bound.text} 还在，但脱离了绑定，成了普通文字"
                yield Loosened(Loose.UNWRAPPED, bound.key, bound.text, at[1], at[0], says)


def _typed(blocks: Sequence[Block], prose: frozenset[str]) -> list[tuple[int, str]]:
    """Return the numbers in words and cells that were not sent: no dates, no numbers of lists."""
    found = []
    for place, block in enumerate(blocks):
        for nth, (number, after) in enumerate(typed_in_context(block)):
            of_a_list = nth == 0 and _OF_A_LIST.match(after)
            if (
                number.replace(" ", "") not in prose
                and number != HOTLINE
                and not _OF_A_DATE.match(after)
                and not of_a_list
            ):
                found.append((place, number))
    return found


def _same(typed: str, sent: str) -> bool:
    """Whether a number is the one that was sent, also as part of its words: 4.0% of 增长4.0%."""
    return _bare(typed) in {_bare(found.group()) for found in NUMBER.finditer(sent)}


def _bare(text: str) -> str:
    return text.replace(",", "").replace("，", "").replace(" ", "").replace("％", "%")

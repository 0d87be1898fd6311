"""How alike two letters are: by their words, by the characters of their titles, by the places that they name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import rjieba
from scipy.sparse import csr_matrix, diags_array, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from huiyin.insight.grouping.letters import Letter
from huiyin.insight.grouping.places import Gazetteer, gazetteer_of
from huiyin.insight.grouping.rules import Weights

_WORD = re.compile(r"[一-鿿A-Za-z0-9]+")
_POLITE = frozenset((
    "你好", "您好", "尊敬", "领导", "谢谢", "感谢", "请问", "希望", "书记", "市长", "我们", "没有", "自己", "进行",
    "现在", "一个", "可以", "问题", "相关", "部门", "政府", "解决", "处理", "情况", "已经", "因为", "所以", "但是",
    "而且", "如果", "不能", "这个", "什么", "怎么", "有关", "咨询", "投诉", "举报", "反映", "建议", "请求", "关于",
    "恳请", "强烈", "严重", "影响", "居民", "业主", "市民", "回复", "留言", "时候", "时间", "今年", "去年", "目前",
    "一直", "还是", "就是", "都是", "不是", "这样", "这种", "他们", "大家", "要求", "导致", "造成", "是否", "能否",
    "为什么", "多次",
))  # fmt: skip
_TITLE_COUNTS = 2
_MOST_CHARACTERS = 600


_A_NAME = 0.5
"""A place that says at least so much, a road and more, is left out of what is said."""

WORDS_ALONE = Weights(0.7, 0.3, 0.0)
"""How alike two letters are in what they say, wherever it is: by this a group is one matter and not only one place."""


@dataclass(frozen=True)
class Told:
    """The letters as rows of numbers, part by part; `places` are the names that each letter speaks of.

    `columns` tells of the words and of the pairs of the titles which number stands for which.
    """

    words: Any
    title: Any
    place: Any
    places: Sequence[Sequence[str]]
    gazetteer: Gazetteer
    columns: tuple[Mapping[str, int], Mapping[str, int]]

    def rows(self, weights: Weights) -> Any:
        """Return rows of which two multiplied are their likeness by these weights."""
        parts = ((weights.words, self.words), (weights.title, self.title), (weights.place, self.place))
        return hstack([part * weight**0.5 for weight, part in parts if weight]).tocsr()

    def said_alone(self) -> tuple[Any, Any]:
        """Return the rows of the words and of the titles without what each letter calls its own places."""
        names = [[place for place in found if self.gazetteer.weight_of(place) >= _A_NAME] for found in self.places]
        words, pairs = self.columns
        return (
            _without(self.words, words, [[word for name in own for word in _cut(name)] for own in names]),
            _without(self.title, pairs, [[pair for name in own for pair in _pairs(name)] for own in names]),
        )

    def alike_in(self, group: Sequence[int], place: str) -> Any:
        """Return how alike the letters of a group are, each to each, in what they say without their common place.

        That all name one estate makes them alike, but not yet one matter.
        """
        words, pairs = self.columns
        said = _alike(self.words[group], words, _cut(place)), _alike(self.title[group], pairs, _pairs(place))
        return said[0] * WORDS_ALONE.words + said[1] * WORDS_ALONE.title


def told(letters: Sequence[Letter], known: Sequence[str] = ()) -> Told:
    """Return the letters as rows of numbers; `known` are names of places that the city knows."""
    gazetteer = gazetteer_of([letter.words for letter in letters], known)
    places = [_places(letter, gazetteer) for letter in letters]
    words, word_columns = _rows([_words(letter) for letter in letters])
    titles, pair_columns = _rows([_pairs(letter.title) for letter in letters])
    where, _ = _rows([_by_weight(found, gazetteer) for found in places])
    columns = (word_columns, pair_columns)
    return Told(words, titles, _shortened(where, places, gazetteer), places, gazetteer, columns)


def _alike(rows: Any, columns: Mapping[str, int], without: Sequence[str]) -> Any:
    """Return the likeness of rows, each to each, where some words do not count."""
    rows = rows.copy()
    rows.data[np.isin(rows.indices, [columns[word] for word in without if word in columns])] = 0.0
    products = (rows @ rows.T).toarray()
    lengths = np.sqrt(products.diagonal()).clip(1e-9)
    return products / np.outer(lengths, lengths)


def _without(rows: Any, columns: Mapping[str, int], tokens: Sequence[Sequence[str]]) -> Any:
    """Return the rows where some tokens of each do not count, as long as they were."""
    rows = rows.copy()
    for row, own in enumerate(tokens):
        here = slice(rows.indptr[row], rows.indptr[row + 1])
        rows.data[here][np.isin(rows.indices[here], [columns[token] for token in own if token in columns])] = 0.0
    rows.eliminate_zeros()
    return normalize(rows)


def _rows(tokens: Sequence[Sequence[str]]) -> tuple[Any, Mapping[str, int]]:
    if not any(tokens):
        return csr_matrix((len(tokens), 1)), {}
    vectors = TfidfVectorizer(analyzer=_as_it_is, sublinear_tf=True, max_df=0.3 if len(tokens) > 50 else 1.0)
    try:
        return normalize(vectors.fit_transform(tokens)), vectors.vocabulary_
    except ValueError:  # every token stands in nearly every letter: none of them tells letters apart
        return csr_matrix((len(tokens), 1)), {}


def _shortened(rows: Any, places: Sequence[Sequence[str]], gazetteer: Gazetteer) -> Any:
    """Make the rows of letters that name only a district or a road shorter: two of these are not yet alike."""
    return diags_array([max(map(gazetteer.weight_of, found), default=0.0) for found in places]) @ rows


def _as_it_is(tokens: Sequence[str]) -> Sequence[str]:
    return tokens


def _places(letter: Letter, gazetteer: Gazetteer) -> list[str]:
    return gazetteer.places_of(f"{letter.title}\n{letter.place}\n{letter.text[:_MOST_CHARACTERS]}")


def _by_weight(places: Sequence[str], gazetteer: Gazetteer) -> list[str]:
    """Repeat a place by how much it says: an estate four times, a district once."""
    return [place for place in places for _ in range(max(1, round(4 * gazetteer.weight_of(place))))]


def _words(letter: Letter) -> list[str]:
    return _cut(letter.title) * _TITLE_COUNTS + _cut(letter.text[:_MOST_CHARACTERS])


def _cut(text: str) -> list[str]:
    return [word for word in _cut_once(text) if word not in _POLITE]


@lru_cache(maxsize=20_000)
def _cut_once(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in rjieba.cut(text) if len(word) > 1 and _WORD.fullmatch(word))


def _pairs(title: str) -> list[str]:
    plain = "".join(_WORD.findall(title)).lower()
    return [plain[place : place + n] for n in (2, 3) for place in range(len(plain) - n + 1)]

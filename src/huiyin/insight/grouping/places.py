"""Names of places and bodies, found in the letters themselves: what several write in front of 路, 小区, 学校.

No list of places stands here. A name that several letters write is a name; where it begins is where what stands before it begins
to differ from letter to letter. A city adds the names that it knows (`known`): its territories, its units.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

SUFFIXES = (
    "小区", "花园", "家园", "公寓", "广场", "新城", "新村", "新苑", "大厦", "市场", "大道", "公园", "医院", "学校",
    "小学", "中学", "学院", "大学", "幼儿园", "社区", "街道", "车站", "地铁站", "高架", "大桥", "工业园", "产业园",
    "开发区", "水库", "物流园", "公司", "集团", "国际", "名城", "雅苑", "佳苑", "华府", "豪庭", "路", "街", "巷",
    "村", "镇", "乡", "苑", "城", "湾", "站", "厂", "桥", "湖", "河", "园",
)  # fmt: skip
"""What the names of places and bodies end with, the longer ones first."""

ROADS = frozenset((
    "大道", "街道", "高架", "大桥", "路", "街", "巷", "河", "桥", "乡", "镇", "社区", "开发区",
))  # fmt: skip
"""A name that ends so says roughly where, and many matters lie there: it weighs less than an estate or a school."""

ANY = frozenset((
    "垃圾", "物业", "公交", "公交车", "大部分", "自来水", "房地产", "物业管理", "住宅", "安置", "配套", "十字",
    "地铁", "火车", "汽车", "加油", "充电", "派出", "有限", "分", "总", "民营", "公立", "私立", "开发", "建筑",
    "运输", "旅游", "保险", "投资", "家政", "中介", "装修", "各大", "周边", "老旧", "居民", "文明", "农贸", "菜",
    "新", "老", "整个", "全", "多个", "其他", "高档", "普通", "封闭", "还", "过", "城", "斑", "马", "山", "江",
    "省", "找", "导致", "入", "停车", "批发", "一", "二", "三", "两", "几", "某", "另", "收费", "供水", "供电",
    "燃气", "房产", "施工", "工程", "乡", "农",
))  # fmt: skip
"""Words before an ending that name no one place: any 垃圾站, any 物业公司."""

LONGEST = 8
_ENDS = re.compile("|".join(SUFFIXES))
_BROKEN = re.compile(r"[^一-鿿A-Za-z0-9]+")
_BEFORE_A_NAME = re.compile(
    r".*(?:[省市区县州镇乡]|大道|[路街巷]|位于|坐落|[在于至到从由往向对把被将给让和与及或的了着是有为请求关因就个这那该本我你他她们年月日内中旁附近边号栋楼]"
    r"|投诉|举报|咨询|反映|关于|建议|严重|影响|希望|进入|经过|来自|居住|购买)"
)
_AREA = re.compile(r"[A-Z]\d{0,2}[市区县]")
_STAYS = 0.5
"""A name grows to the left as long as more than this share of the letters write the same character before it."""


class Gazetteer:
    """The names of a set of letters, and which of them a text speaks of."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names: written without its generic ending (绿地海外滩小区, 绿地海外滩) it is the same place."""
        self._spelled = {spelled: _root(name) for name in names for spelled in (name, _root(name))}
        self._beginning: dict[str, list[str]] = {}
        for spelled in sorted(self._spelled, key=lambda spelled: (-len(spelled), spelled)):
            self._beginning.setdefault(spelled[:2], []).append(spelled)

    @property
    def names(self) -> frozenset[str]:
        """Return every name, without its generic ending."""
        return frozenset(self._spelled.values())

    def places_of(self, text: str) -> list[str]:
        """Return the names that a text speaks of, each once, the longest at every spot, in the order of the text."""
        return list(dict.fromkeys([*self._named(text), *_AREA.findall(text)]))

    def _named(self, text: str) -> Iterator[str]:
        spot = 0
        while spot < len(text) - 1:
            begin = self._beginning.get(text[spot : spot + 2], ())
            found = next((spelled for spelled in begin if text.startswith(spelled, spot)), "")
            if found:
                yield self._spelled[found]
            spot += len(found) or 1


def gazetteer_of(texts: Sequence[str], known: Iterable[str] = (), at_least: int = 2) -> Gazetteer:
    """Return the names that at least so many of the texts write, with those that the city knows."""
    seen = Counter(candidate for text in texts for candidate in set(_candidates(text)))
    names = {name for text in texts for name in _names(text, seen, at_least)}
    return Gazetteer(names | {name for name in known if len(name) >= 2})


def weight_of(place: str) -> float:
    """Return how much it says that two letters name this place."""
    if _AREA.fullmatch(place) or place[-1:] in "市县区":
        return 0.15
    return 0.5 if any(place.endswith(end) for end in ROADS) else 1.0


def is_particular(place: str) -> bool:
    """Say whether a place is one spot, an estate or a school, not a road or a district."""
    return weight_of(place) >= 1.0


def _endings(text: str) -> Iterator[tuple[str, str]]:
    """Give what stands before each ending, without what cannot belong to a name, and the ending."""
    for piece in _BROKEN.split(text):
        for found in _ENDS.finditer(piece):
            before = _BEFORE_A_NAME.sub("", piece[max(0, found.start() - LONGEST) : found.start()])
            if before:
                yield before, found.group()


def _candidates(text: str) -> Iterator[str]:
    for before, ending in _endings(text):
        yield from (before[-n:] + ending for n in range(1, len(before) + 1))


def _names(text: str, seen: Counter[str], at_least: int) -> Iterator[str]:
    for before, ending in _endings(text):
        if len(before) < 2:
            continue
        growing = [before[-n:] + ending for n in range(2, len(before) + 1)]
        name = growing[0]
        for shorter, longer in pairwise(growing):
            if seen[longer] <= _STAYS * seen[shorter]:
                break
            name = longer
        if seen[name] >= at_least and name.removesuffix(ending) not in ANY:
            yield name


def _root(name: str) -> str:
    root = next(
        (name.removesuffix(end) for end in ("小区", "花园", "公寓", "公司", "集团") if name.endswith(end)), name
    )
    return root if len(root) >= 4 else name

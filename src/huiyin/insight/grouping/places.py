"""Names of places and bodies, found in the letters themselves: what several write in front of 路, 小区, 学校.

No list of places stands here. A name that several letters write is a name; where it begins is where what stands before it begins
to differ from letter to letter. A city adds the names that it knows (`known`): its territories, its units.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

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
_PIECE = re.compile(r"[一-鿿A-Za-z0-9]+")
_FOLLOWS = 6
_BEFORE_A_NAME = re.compile(
    r".*(?:[省市区县州镇乡]|大道|[路街巷]|位于|坐落|[在于至到从由往向对把被将给让和与及或的了着是有为请求关因就个这那该本我你他她们年月日内中旁附近边号栋楼]"
    r"|投诉|举报|咨询|反映|关于|建议|严重|影响|希望|进入|经过|来自|居住|购买)"
)
_AREA = re.compile(r"[A-Z]\d{0,2}[市区县]")
_STAYS = 0.5
"""A name grows to the left as long as more than this share of the letters write the same character before it."""

_IS_A_NAME = 0.5
"""A name stands by itself, nothing of a name before it, at least in this share of the letters; what mostly does not is a kind
of place (职业技术学院) or a word cut in two, and says the less the less it stands by itself."""

_DISTRICT_SAYS = 0.15

_IS_A_SPOT = 0.75
"""From this weight on, above any road, two letters that name the place speak of the same spot."""


class Gazetteer:
    """The names of a set of letters, which of them a text speaks of, and how much each of them says."""

    def __init__(self, names: Mapping[str, float]) -> None:
        """Take the names, and how far each stands by itself. With or without 小区 at its end it is one place."""
        self._spelled = {spelled: _root(name) for name in names for spelled in (name, _root(name))}
        self._weights: dict[str, float] = {}
        for name, by_itself in names.items():
            weight = _says(name) * by_itself
            self._weights[_root(name)] = max(weight, self._weights.get(_root(name), 0.0))
        self._beginning: dict[str, list[str]] = {}
        for spelled in sorted(self._spelled, key=lambda spelled: (-len(spelled), spelled)):
            self._beginning.setdefault(spelled[:2], []).append(spelled)

    @property
    def names(self) -> frozenset[str]:
        """Return every name, without its generic ending."""
        return frozenset(self._spelled.values())

    def weight_of(self, place: str) -> float:
        """Return how much it says that two letters name this place: an estate 1, a road half of it, a district little."""
        return self._weights.get(place, _DISTRICT_SAYS)

    def places_of(self, text: str) -> list[str]:
        """Return the names that a text speaks of, each once, in the order of the text: the longest at every spot.

        With a name the shorter one is said too that is its end (望潮职业学院, 职业学院): people leave out what goes without saying.
        """
        named = (name for longest in self._named(text) for name in (longest, *self._ends_of(longest)))
        return list(dict.fromkeys([*named, *_AREA.findall(text)]))

    def is_spot(self, place: str) -> bool:
        """Whether this names one spot, an estate, a school, a firm, and mostly stands by itself."""
        return self.weight_of(place) >= _IS_A_SPOT

    def _ends_of(self, name: str) -> Iterator[str]:
        for begin in range(1, len(name) - 2):
            if name[begin:] in self._weights:
                yield name[begin:]

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
    seen, whole = _counted(texts)
    alone = {name: min(1.0, whole[name] / (_IS_A_NAME * count)) for name, count in seen.items()}
    names = {name: alone[name] for text in texts for name in _names(text, seen, alone, at_least)}
    return Gazetteer(names | {name: 1.0 for name in known if len(name) >= 2})


def _counted(texts: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """Return how many letters write every candidate in surroundings of its own, and how many write it as a whole.

    What follows makes the surroundings: copies of one letter have them in common, and are no further letter for that.
    """
    known = set[tuple[str, str]]()
    seen, whole = Counter[str](), Counter[str]()
    for text in texts:
        ends = list(_endings(text))
        here = {(before[-n:] + ending, after) for before, ending, after in ends for n in range(1, len(before) + 1)}
        fresh = here - known
        known |= fresh
        seen.update({name for name, _ in fresh})
        whole.update({before + ending for before, ending, after in ends if (before + ending, after) in fresh})
    return seen, whole


def _says(name: str) -> float:
    """Return how much a name says by its ending."""
    if any(name.endswith(end) for end in ROADS):
        return 0.5
    is_district = name[-1:] in "市县区" and not any(name.endswith(end) for end in SUFFIXES)
    return _DISTRICT_SAYS if is_district else 1.0


def _endings(text: str) -> Iterator[tuple[str, str, str]]:
    """Give what stands before each ending, without what cannot belong to a name, the ending, and what follows it."""
    for piece in _PIECE.finditer(text):
        for found in _ENDS.finditer(piece[0]):
            before = _BEFORE_A_NAME.sub("", piece[0][max(0, found.start() - LONGEST) : found.start()])
            end = piece.start() + found.end()
            if before:
                yield before, found.group(), text[end : end + _FOLLOWS]


def _names(text: str, seen: Counter[str], alone: Mapping[str, float], at_least: int) -> Iterator[str]:
    """Give the names that a text writes: each grows to the left until what stands there differs from letter to letter.

    One that then mostly is the end of longer names (职业技术学院) is rather a kind of place: what stands before it tells which,
    and so it grows on (望潮职业技术学院).
    """
    for before, ending, _ in _endings(text):
        if len(before) < 2:
            continue
        growing = [before[-n:] + ending for n in range(2, len(before) + 1)]
        name = growing[0]
        for longer in growing[1:]:
            if seen[longer] <= _STAYS * seen[name]:
                if seen[name] >= at_least and name.removesuffix(ending) not in ANY:
                    yield name
                if alone[name] >= 1.0 or seen[longer] < at_least:
                    break
            name = longer
        else:
            if seen[name] >= at_least and name.removesuffix(ending) not in ANY:
                yield name


def _root(name: str) -> str:
    root = next(
        (name.removesuffix(end) for end in ("小区", "花园", "公寓", "公司", "集团") if name.endswith(end)), name
    )
    return root if len(root) >= 4 else name

"""Masking of single values: what a viewer sees whose relation to the case allows no more."""

import re
import unicodedata

from huiyin.privacy.lookup import normalise_id, normalise_phone

STARS = "****"

COMPOUND_SURNAMES = frozenset((
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟",
    "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离",
    "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷",
    "公良", "漆雕", "乐正", "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭",
    "南门", "羊舌", "微生", "梁丘", "左丘", "西门", "第五", "达奚", "褚师",
))  # fmt: skip

COMPANY_ENDINGS = (
    "股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "分公司", "公司", "集团", "合作社", "经营部",
    "服务部", "事务所", "委员会", "幼儿园", "研究院", "超市", "饭店", "酒店", "宾馆",
    "工厂", "商店", "商行", "医院", "学校", "中心", "协会", "厂", "店",
    "行",
)  # fmt: skip

_DISTRICT = re.compile(
    r"(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,7}?(?:市(?!场|民)|自治州|盟))?"
    r"(?:[\u4e00-\u9fff]{1,7}?(?:(?<![小社园校景库片])区(?!间)|县|旗|市(?!场|民)))?(?:[\u4e00-\u9fff]{1,7}?(?:街道|镇|乡))?"
)
_AREA_CODE = re.compile(r"0(?:10|2\d|[3-9]\d{2})")


def mask_name(name: str) -> str:
    """Return the surname and two stars, whatever the length: 张**, 欧阳**. A company keeps its ending."""
    name = "".join(c for c in name.strip() if unicodedata.category(c) not in {"Cc", "Cf"})
    if not name:
        return ""
    if ending := _company_ending(name):
        return f"{_start_of_company(name.removesuffix(ending))}{STARS}{ending}"
    surname = name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]
    return f"{surname}**"


def mask_phone(phone: str) -> str:
    """Return 138****5521 for a mobile number, 0371****789 for a landline; other numbers keep two digits."""
    main, _, extension = normalise_phone(phone).partition("转")
    if not main:
        return ""
    if re.fullmatch(r"1[3-9]\d{9}", main):
        return f"{main[:3]}{STARS}{main[-4:]}"
    area = _AREA_CODE.match(main)
    shown = f"{area[0]}{STARS}{main[-3:]}" if area and len(main) >= 10 else f"{STARS}{main[-2:]}"
    return f"{shown}转**" if extension else shown


def mask_id_card(number: str) -> str:
    """Return the first four and the last two signs: 4102************1X. A short number is hidden whole."""
    plain = normalise_id(number)
    if len(plain) < 10:
        return STARS if plain else ""
    return f"{plain[:4]}{'*' * (len(plain) - 6)}{plain[-2:]}"


def mask_address(address: str) -> str:
    """Return province, city, district and township; street, estate and door are hidden."""
    text = address.strip()
    kept = _DISTRICT.match(text)
    return f"{kept[0] if kept else ''}{STARS}" if text else ""


def mask_email(address: str) -> str:
    """Return the first letter and the domain: z***@example.org."""
    name, at, domain = address.strip().rpartition("@")
    return f"{name[:1]}***@{domain}" if at else STARS if domain else ""


def _company_ending(name: str) -> str:
    ending = next((e for e in COMPANY_ENDINGS if name.endswith(e)), "")
    # A person may be called 李三行: an ending of one sign counts only behind a name longer than a person's.
    longest_person = 4 if len(ending) == 1 else 3
    return ending if len(name) > longest_person else ""


def _start_of_company(core: str) -> str:
    return core[:2] if len(core) > 3 else core[:1]

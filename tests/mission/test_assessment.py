"""Units answer for how they handled it: scored by a published rule, each lost point with its case, appealed and frozen."""

import io

import pytest
from python_calamine import CalamineWorkbook

from mission.city import City
from mission.pages import Page, attributes, elements

pytestmark = pytest.mark.django_db

JUNE = {"第一天": "2018-06-01", "最后一天": "2018-06-30"}


def sends_back(city: City, unit: str, cause: str, phone: str) -> str:
    """Let a unit answer, and the auditor send the answer back for a cause; return the number of the case."""
    case = city.hands_out(city.hears(联系电话=phone), unit)
    city.later(hours=1)
    city.signs(case, unit)
    city.replies(case, unit)
    city.who("auditor").takes(case, "退回重办", {"退回原因": city.book.reject_cause(cause).label, "理由": "请重新调查"})
    return case.number


def computes(city: City, who: str = "assessor", **said: str) -> Page:
    """Compute June on the page."""
    page = city.who(who).opens("/assessment/")
    return city.who(who).sends(page, "计算", {**JUNE, **said})


def named(page: Page, name: str) -> str:
    """Return where the link leads that a screen reader calls so."""
    return next(attributes(one)["href"] for one in elements(page.dom, "a") if attributes(one).get("aria-label") == name)


def until_july(city: City) -> None:
    while city.stage.at.month < 7:
        city.later(days=1)


def takes(city: City, who: str, page: Page, button: str, said: dict[str, str] | None = None) -> Page:
    """Press a button on a page and send its form."""
    person = city.who(who)
    done = person.sends(person.opens(person.opens(page.address).link(button)), button, said)
    assert done.status == 200, done.text[:1500]
    return done


@pytest.mark.mission(28)
def test_one_untrue_reply_ends_the_units_assessment_whatever_else_it_did(dandong: City) -> None:
    number = sends_back(dandong, "bureau", "untrue_feedback", "13800000001")
    dandong.handled("water", 联系电话="13800000002")
    until_july(dandong)
    page = computes(dandong)
    lines = {line[1].split(" ")[0]: line for line in page.lines()}
    assert lines["市城市管理局"][3] == "0.00"
    page.says("一票否决")
    sheet = dandong.who("assessor").opens(page.link("市城市管理局"))
    sheet.says("一票否决：未如实反馈", number)


@pytest.mark.mission(97)
def test_units_are_ranked_by_what_is_taken_off_and_the_points_go_to_the_citys_assessment(dandong: City) -> None:
    sends_back(dandong, "west", "delay", "13800000001")
    dandong.handled("east", 联系电话="13800000002")
    until_july(dandong)
    page = computes(dandong)
    lines = {line[1]: line for line in page.lines()[1:]}
    # One point for the delay, half a point because it was not answered in time.
    assert lines["西岸区政府"][3] in {"99.00", "98.50"}
    assert lines["东岸区政府"][3] == "100.00"
    assert [lines[unit][0] for unit in ("东岸区政府", "西岸区政府")] == ["1", "2"]
    # Who handled nothing is not ranked at all.
    assert lines["市清源供水公司"][0] == "—"
    file = dandong.who("assessor").client.get(page.link("导出（XLSX）"))
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(b"".join(file.streaming_content))).get_sheet_by_index(0).to_python()
    )
    converted = {row[1]: row[6] for row in rows[1:]}
    # Four points by rank: all of them for the first of two districts, half for the second.
    assert (converted["东岸区政府"], converted["西岸区政府"]) == (4, 2)


@pytest.mark.mission(99)
def test_a_unit_makes_its_own_rule_and_assesses_those_below_it(city: City) -> None:
    case = city.hands_out(city.hears(), "bureau")
    city.signs(case, "bureau")
    city.who("bureau.handler").takes(case, "转下级", {"下级单位": city.units["office"].name})
    until_july(city)
    head = city.who("bureau.head")
    form = head.opens(head.opens("/assessment/schemes/").link("制定本单位办法"))
    refused = head.sends(
        form, "制定", {"办法名称": "市城管局内部考核", "第1项指标": "单位到期未按期反馈", "第1项分值": "2"}
    )
    refused.says("率用“按率得分”，件数用")
    done = head.sends(form, "制定", {
        "办法名称": "市城管局内部考核", "总分": "扣分制：从 100 分往下扣", "第1项指标": "单位到期未按期反馈",
        "第1项计法": "每件扣分", "第1项分值": "2",
    })  # fmt: skip
    done.says("市城管局内部考核（第1版）", "每件扣 2 分")
    page = computes(city, "bureau.head")
    page.says("市城管局内部考核", "市城市管理局考核下级单位")
    late = {line[1]: line[3] for line in page.lines()[1:]}
    assert late[city.units["office"].name] == "98.00"
    # What the unit does with those below it is none of its neighbour's business.
    assert city.who("water.head").opens(page.address).status == 404


@pytest.mark.mission(141)
def test_what_each_person_did_in_a_month_is_taken_out_as_a_file(city: City) -> None:
    city.handled("water", 联系电话="13800000002")
    until_july(city)
    leader = city.who("water.leader")
    page = leader.opens("/assessment/people/", {"since": "2018-06-01", "last": "2018-06-30"})
    assert [line[:4] for line in page.lines()[1:]] == [["市清源供水公司", "water.handler某", "1", "1"]]
    file = leader.client.get(page.link("导出（XLSX）"))
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(b"".join(file.streaming_content))).get_sheet_by_index(0).to_python()
    )
    assert rows[1][:6] == ["市清源供水公司", "water.handler某", 1, 1, 0, 1]
    assert (
        city.who("west.leader")
        .opens("/assessment/people/", {"since": "2018-06-01", "last": "2018-06-30"})
        .says("没有人反馈")
    )
    city.who("director").opens(page.address, {"since": "2018-06-01", "last": "2018-06-30"}).says(
        "中心人员", "agent某", "auditor某"
    )


@pytest.mark.mission(176)
def test_the_levels_of_units_are_compared_and_each_figure_opens_its_cases(city: City) -> None:
    late = city.hands_out(city.hears(联系电话="13800000001"), "bureau")
    city.signs(late, "bureau")
    city.who("bureau.handler").takes(late, "转下级", {"下级单位": city.units["office"].name})
    city.handled("water", 联系电话="13800000002")
    until_july(city)
    page = city.who("director").opens("/assessment/levels/", {"since": "2018-06-01", "last": "2018-07-01"})
    first, second = page.lines()[1:3]
    # The company answered in time, the bureau and the office below it did not.
    assert [first[0], first[1], first[3]] == [f"{city.book.levels[0]}单位", "2", "50.00%"]
    assert [second[1], second[2]] == ["1", "0"]
    addresses = [attributes(one).get("href", "") for one in elements(page.dom, "a")]
    listed = city.who("director").opens(next(address for address in addresses if "level_due.l2" in address))
    listed.says(late.number)


def test_a_unit_appeals_on_the_page_two_people_decide_and_the_sheet_is_frozen(dandong: City) -> None:
    number = sends_back(dandong, "west", "delay", "13800000001")
    until_july(dandong)
    page = computes(dandong)
    published = takes(dandong, "director", page, "公布")
    leader = dandong.who("west.leader")
    sheet = leader.opens(leader.opens(page.address).link("西岸区政府"))
    sheet.says("能办不办、推诿拖延", number)
    claim = leader.sends(
        leader.opens(named(sheet, f"申诉 能办不办、推诿拖延 {number}")),
        "提交",
        {"理由": "已按时办理", "证据": "现场照片"},
    )
    claim.says("扣分申诉", "已按时办理", "待初审")
    takes(dandong, "assessor", claim, "初审", {"初审意见": "照片属实"})
    assert "成立" not in dandong.who("assessor").opens(claim.address).links()
    takes(dandong, "director", claim, "成立", {"复核决定": "同意恢复"})
    dandong.later(days=9)
    takes(dandong, "assessor", page, "裁定申诉并重算")
    frozen = takes(dandong, "director", page, "定稿")
    frozen.says("已定稿")
    after = leader.opens(sheet.address)
    assert ["退回：拖延不办", "0", "0"] in [line[:3] for line in after.lines()]
    assert ["退回：拖延不办", "1", "1"] in [line[:3] for line in sheet.lines()]
    assert published.status == 200

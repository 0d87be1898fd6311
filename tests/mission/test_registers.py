"""The lists that an office keeps: each is entered on its page by the post whose it is, and read in list, counts and file."""

import csv
import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.flow.times import CITY_TZ, travelling
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.registers.tasks import remind
from huiyin.statistics.collecting import registry_for
from huiyin.ui.sheets import csv_pieces
from mission.city import City
from mission.pages import Page, elements, is_element, text_of

pytestmark = pytest.mark.django_db


class Book:
    """One register of a city, as its people use it."""

    def __init__(self, city: City, code: str, who: str = "water.handler", reader: str = "director") -> None:
        self.city, self.code, self.who, self.reader = city, code, who, reader
        self.register = city.book.register(code)

    def enter(self, who: str = "", **said: Any) -> Page:
        """Enter a line on the page; it must be taken, and be read there."""
        person = self.city.who(who or self.who)
        begun = {self.register.when_label: "2018-06-01" if self.register.belongs == "day" else "2018"}
        form = person.opens(f"/registers/{self.code}/new/")
        done = person.sends(form, "登记", {**begun, **headed(self.register, said)})
        assert done.status == 200 and done.says("已登记"), done.text[:1500]
        return done

    def listed(self, **query: str) -> list[list[str]]:
        """Return the lines of the list as its reader sees them."""
        page = self.city.who(self.reader).opens(f"/registers/{self.code}/", query)
        assert page.status == 200, self.code
        return [line for line in page.lines() if re.fullmatch(r"T\d+", line[0])]

    def counts(self, by: str = "unit") -> dict[str, dict[str, str]]:
        """Return by unit or period every figure by its heading; "合计" is of all."""
        page = self.city.who(self.reader).opens(f"/registers/{self.code}/figures/", {"by": by})
        head, *lines = elements(page.dom, "tr")
        names = [re.sub(r"（平均）.*| \S+$", "", text_of(cell)) for cell in head.children if is_element(cell, "th")]
        found = {}
        for line in lines:
            cells = [text_of(cell) for cell in line.children if is_element(cell, "th", "td")]
            found[cells[0]] = dict(zip(names[1:], cells[1:], strict=True))
        self._agree_with_the_measures(found["合计"])
        return found

    def whole(self) -> dict[str, str]:
        """Return the figures of all."""
        return self.counts("unit" if self.register.of_unit else "year")["合计"]

    def file(self) -> list[dict[str, str]]:
        """Return the lines of the file that the reader takes out."""
        with travelling(self.city.stage.at):
            answer = self.city.who(self.reader).client.get(f"/registers/{self.code}/", {"file": "csv"})
        content = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(content)))

    def _agree_with_the_measures(self, whole: Mapping[str, str]) -> None:
        registry, scope = registry_for(self.city.book), Scope(book=self.city.book)
        assert figure(registry, f"reg_{self.code}", scope).text() == next(iter(whole.values()))
        for tally in self.register.tallies:
            one = figure(registry, f"reg_{self.code}.{tally.name}", scope)
            number = one.number(2)
            told = "—" if number is None else f"{number.normalize():,f}"
            assert told == whole[tally.label], tally.name


def headed(register: Any, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said by the labels of the form, which name the units of measure."""
    headings = {field.label: field.heading for field in register.fields}
    return {headings.get(label, label): value for label, value in said.items()}


def unit(city: City, key: str = "water") -> dict[str, str]:
    return {"单位": city.units[key].name}


# -- rules, meetings, policies -------------------------------------------------------------------------------------------


@pytest.mark.mission(31, 36)
def test_units_enter_their_rules_and_the_centre_counts_them_by_unit_and_kind(dandong: City) -> None:
    rules = Book(dandong, "unit_rules")
    for title, kind in (("公交服务规定", "规定"), ("投诉办理制度", "制度"), ("驾驶员考核办法", "办法")):
        rules.enter(名称=title, 类别=kind, 主要内容="首问负责，限时办结")
    rules.enter("east.handler", 名称="投诉受理工作制度", 类别="制度", 文号="东政办〔2010〕5号")
    counts = rules.counts()
    assert counts["市清源供水公司"] == {"制度条数": "3", "制度": "1", "办法": "1", "规定": "1", "通知": "0"}
    assert counts["东岸区政府"]["制度条数"] == "1" and counts["合计"]["制度条数"] == "4"
    assert {line["名称"] for line in rules.file()} >= {"公交服务规定", "投诉办理制度", "驾驶员考核办法"}
    assert len(rules.listed(q="首问负责")) == 3


@pytest.mark.mission(135)
def test_a_district_enters_its_notice_document_with_the_paper(kaifeng: City) -> None:
    rules = Book(kaifeng, "unit_rules", "east.handler")
    paper = SimpleUploadedFile("通知.csv", "名称,文号\n关于办好热线的通知,东政办〔2018〕9号\n".encode(), "text/csv")
    page = rules.enter(名称="关于办好市长专线电话的通知", 类别="通知", 文号="东政办〔2018〕9号", 附件=paper)
    page.says("通知.csv")
    assert rules.counts()["东岸区政府"] == {"制度条数": "1", "通知": "1", "办法": "0", "制度": "0"}
    assert rules.file()[0]["文号"] == "东政办〔2018〕9号"


@pytest.mark.mission(23, 32)
def test_units_enter_their_meetings_and_weekly_and_monthly_ones_are_counted_apart(dandong: City) -> None:
    meetings = Book(dandong, "unit_meetings", "bureau.handler")
    for day in range(1, 6):
        meetings.enter(
            会议日期=f"2018-05-{day:02}", 议题="研究环境投诉", 会议种类="专题会", 参加人数="12", 议定事项="限期整改"
        )
    assert meetings.counts()["市城市管理局"] == {
        "会议条数": "5", "周例会": "0", "月例会": "0", "专题会": "5", "参加人数": "60"
    }  # fmt: skip
    for kind in ("周例会", "月例会"):
        meetings.enter("west.handler", 会议日期="2018-06-01", 议题="投诉分析", 会议种类=kind)
    west = meetings.counts()["西岸区政府"]
    assert (west["会议条数"], west["周例会"], west["月例会"]) == ("2", "1", "1")
    assert meetings.counts("month")["2018年5月"]["会议条数"] == "5"
    assert len(meetings.file()) == 7


@pytest.mark.mission(161)
def test_six_review_meetings_a_year_with_their_four_items(kaifeng: City) -> None:
    meetings = Book(kaifeng, "review_meetings", "enterprise_clerk")
    kaifeng.until(datetime(2018, 12, 20, 9, tzinfo=CITY_TZ))
    for month in (2, 4, 6, 8, 10, 12):
        said = {"会议日期": f"2018-{month:02}-10", "议题": "企业诉求办理双月点评", "参加单位": "48"}
        meetings.enter(**said, 通报=True, 表扬=True, 表态=True, 点评=True)
    assert meetings.counts("year")["2018年"] == {
        "点评会条数": "6", "通报": "6", "表扬": "6", "表态": "6", "点评": "6", "参加单位": "288"
    }  # fmt: skip
    assert [line["会议日期"] for line in meetings.file()][-1] == "2018-02-10"


@pytest.mark.mission(159, 190)
def test_four_documents_of_the_city_and_the_guidance_of_the_province_are_registered_and_searched(kaifeng: City) -> None:
    policies = Book(kaifeng, "policies", "editor")
    for title in ("实施方案", "第三方评估方案", "监督执纪问责办法", "通报表扬办法"):
        policies.enter(名称=f"优化营商环境{title}", 发文层级="本市")
    policies.enter(名称="关于建立统一的政务服务热线平台的指导意见", 发文层级="省", 主要内容="一个号码对外")
    assert policies.whole() == {"文件条数": "5", "本市": "4", "省": "1", "国家": "0"}
    assert len(policies.listed(having="level_city")) == 4
    assert [line[2] for line in policies.listed(q="一个号码")] == ["关于建立统一的政务服务热线平台的指导意见"]
    policies.reader = "water.handler"
    assert len(policies.file()) == 5


# -- responsibility ------------------------------------------------------------------------------------------------------


@pytest.mark.mission(25, 34)
def test_pledges_reception_days_promises_and_what_was_paid_for_broken_ones(dandong: City) -> None:
    promises = Book(dandong, "commitments")
    promises.enter("bureau.head", 名称="消防工作责任状", 类别="责任状", 签订份数="18", 承诺内容="逐级负责")
    promises.enter("bureau.head", 名称="每周二领导接访", 类别="领导接访日", 承诺内容="每周二上午")
    promises.enter(名称="供水服务承诺", 类别="服务承诺", 承诺内容="两小时到场，二十四小时修复")
    whole = promises.whole()
    assert (whole["责任状"], whole["领导接访日"], whole["服务承诺"], whole["签订份数"]) == ("1", "1", "1", "18")
    paid = Book(dandong, "compensations")
    paid.enter(事由="抢修超时两小时", 涉及户数="30", 赔偿金额="1500")
    paid.enter(事由="停水未提前告知", 涉及户数="12", 赔偿金额="600.50")
    assert paid.counts()["市清源供水公司"] == {"赔偿条数": "2", "涉及户数": "42", "赔偿金额": "2,100.5"}
    assert [line["赔偿金额（元）"] for line in paid.file()] == ["600.5", "1500"]


@pytest.mark.mission(35)
def test_two_levels_of_cadres_are_held_to_account_with_fines(dandong: City) -> None:
    book = Book(dandong, "accountability", "water.head")
    book.enter(事由="投诉逾期不办", 干部级别="公司级", 人数="1", 罚款="500")
    book.enter(事由="推诿群众", 干部级别="科室级", 人数="2", 罚款="400")
    assert book.counts()["市清源供水公司"] == {
        "问责条数": "2",
        "公司级": "1",
        "科室级": "1",
        "人数": "3",
        "罚款": "900",
    }
    assert len(book.file()) == 2
    assert dandong.who("water.handler").opens("/registers/accountability/").status == 404


@pytest.mark.mission(33)
def test_no_complaint_against_those_who_answer_is_told_as_a_zero(dandong: City) -> None:
    book = Book(dandong, "agent_complaints", "west.handler")
    book.enter(季度="2018年第一季度", 受话投诉="0", 奖励="3", 处罚="1")
    assert book.counts()["西岸区政府"] == {"季报条数": "1", "受话投诉": "0", "奖励": "3", "处罚": "1"}
    assert [line["受话投诉（件）"] for line in book.file()] == ["0"]
    assert len(book.listed(having="complaints")) == 1


@pytest.mark.mission(20)
def test_a_unit_tells_that_the_hotline_is_part_of_its_target_assessment(dandong: City) -> None:
    book = Book(dandong, "targets", "east.head")
    book.enter(考核文件="目标管理考核办法", 已列入目标考核=True, 占总分="5")
    assert book.counts()["东岸区政府"] == {"目标条数": "1", "已列入目标考核": "1", "占总分": "5"}
    assert book.file()[0]["已列入目标考核"] == "是"


@pytest.mark.mission(136)
def test_a_district_that_is_itself_a_centre_enters_its_document_with_the_yearly_target(kaifeng: City) -> None:
    book = Book(kaifeng, "targets", "west.head")
    book.enter(责任制文件="市（区）长专线电话办理责任制度", 文号="西政〔2018〕3号", 已列入年度目标=True, 占总分="3")
    assert book.counts()["西岸区政府"] == {"责任制条数": "1", "已列入年度目标": "1", "占总分": "3"}
    assert book.file()[0]["责任制文件"] == "市（区）长专线电话办理责任制度"


@pytest.mark.mission(191)
def test_what_went_to_the_two_bodies_and_whom_they_praised(kaifeng: City) -> None:
    book = Book(kaifeng, "handed_over", "supervisor")
    for body in ("纪委监委", "组织部"):
        book.enter(**unit(kaifeng, "west"), 事由="多次推诿、弄虚作假", 移送机关=body, 涉及人数="1")
    assert book.counts()["西岸区政府"] == {"移送条数": "2", "纪委监委": "1", "组织部": "1", "涉及人数": "2"}
    assert {line["移送机关"] for line in book.file()} == {"纪委监委", "组织部"}
    assert kaifeng.who("west.head").opens("/registers/handed_over/").status == 404
    praised = Book(kaifeng, "honours", "editor")
    praised.enter(荣誉名称="热线办理先进单位", 授予机关="市政府", 授予="先进单位", 获奖数="10")
    praised.enter(荣誉名称="热线办理先进个人", 授予机关="市政府", 授予="先进个人", 获奖数="20")
    whole = praised.whole()
    assert (whole["先进单位"], whole["先进个人"], whole["获奖数"]) == ("1", "1", "30")


# -- praise, people ------------------------------------------------------------------------------------------------------


@pytest.mark.mission(147)
def test_the_award_among_2700_units_for_the_third_year_running(kaifeng: City) -> None:
    book = Book(kaifeng, "honours", "editor")
    page = book.enter(
        荣誉名称="网民留言办理工作先进单位", 授予机关="人民网", 授予="本中心", 参评单位="2,700", 连续获得="3"
    )
    page.says("参评单位（个） 2,700", "连续获得（年） 3")
    assert book.whole()["本中心"] == "1"
    assert (book.file()[0]["参评单位（个）"], book.file()[0]["连续获得（年）"]) == ("2700", "3")
    assert len(book.listed(q="人民网")) == 1


@pytest.mark.mission(45, 49, 51)
def test_letters_pennants_and_praise_in_the_press_are_summed_by_unit(dandong: City) -> None:
    book = Book(dandong, "praise")
    book.enter("water.handler", 事由="全年", 表扬信="174", 锦旗="22")
    book.enter("bureau.handler", 事由="全年", 表扬信="70", 锦旗="5")
    book.enter("west.handler", 事由="全年", 表扬信="56", 锦旗="11", 媒体表扬="18")
    counts = book.counts()
    assert counts["市清源供水公司"] == {"表扬条数": "1", "表扬信": "174", "锦旗": "22", "媒体表扬": "0"}
    assert counts["市城市管理局"] == {"表扬条数": "1", "表扬信": "70", "锦旗": "5", "媒体表扬": "0"}
    assert counts["西岸区政府"] == {"表扬条数": "1", "表扬信": "56", "锦旗": "11", "媒体表扬": "18"}
    assert (counts["合计"]["表扬信"], counts["合计"]["锦旗"]) == ("300", "38")
    assert sorted(int(line["表扬信（封）"]) for line in book.file()) == [56, 70, 174]


@pytest.mark.mission(88)
def test_people_of_the_units_take_turns_in_the_centre(dandong: City) -> None:
    book = Book(dandong, "secondments", "shift_lead")
    book.enter(
        **unit(dandong), 起始日期="2018-07-01", 在中心做什么="接听电话", 人数="2", 结束日期="2018-07-31", 值班天数="20"
    )
    book.enter(
        "west.head", 起始日期="2018-06-01", 在中心做什么="跟班学习", 人数="1", 结束日期="2018-06-30", 轮训鉴定="优秀"
    )
    whole = book.whole()
    assert (whole["轮训条数"], whole["人数"], whole["值班天数"], whole["优秀"]) == ("2", "3", "20", "1")
    assert [line["起始日期"] for line in book.file()] == ["2018-07-01", "2018-06-01"]


@pytest.mark.mission(133)
def test_a_district_registers_training_and_analysis(kaifeng: City) -> None:
    book = Book(kaifeng, "trainings", "east.handler")
    book.enter(内容="热线办理业务培训", 类别="培训", 参加人数="60", 学时="3.5")
    book.enter(内容="上半年办理情况分析", 类别="分析研判", 参加人数="15")
    assert book.counts()["东岸区政府"] == {
        "培训条数": "2",
        "培训": "1",
        "分析研判": "1",
        "参加人数": "75",
        "学时": "3.5",
    }
    assert len(book.file()) == 2


@pytest.mark.mission(196)
def test_units_keep_a_roll_of_full_and_part_time_staff_with_their_qualification(dandong: City) -> None:
    book = Book(dandong, "staff", "water.leader")
    book.enter(姓名="甲某", 专职或兼职="专职", 资格="大专，热线培训合格证", 已培训合格=True)
    book.enter(姓名="乙某", 专职或兼职="兼职", 资格="本科")
    assert book.counts()["市清源供水公司"] == {"人员条数": "2", "专职": "1", "兼职": "1", "已培训合格": "1"}
    assert {line["资格"] for line in book.file()} == {"大专，热线培训合格证", "本科"}
    assert dandong.who("west.leader").opens("/registers/staff/").text.count("甲某") == 0


# -- what the units did --------------------------------------------------------------------------------------------------


@pytest.mark.mission(24)
def test_an_emergency_group_and_its_work_on_the_spot(dandong: City) -> None:
    book = Book(dandong, "emergency_groups", "bureau.handler")
    book.enter(小组或事件="交通应急小组", 类别="应急小组", 人数="9")
    book.enter(小组或事件="桥头塌方", 类别="现场处置", 人数="6", 处置经过="半小时到场，疏导交通")
    assert book.counts()["市城市管理局"] == {"记录条数": "2", "应急小组": "1", "现场处置": "1", "人数": "15"}
    assert len(book.listed(q="疏导交通")) == 1 and len(book.file()) == 2


@pytest.mark.mission(60)
def test_forty_groups_go_from_door_to_door(dandong: City) -> None:
    book = Book(dandong, "visits")
    book.enter(月份="2018-05", 走访范围="老城区各小区", 小组="40", 走访户数="1200", 当场修复="86")
    assert book.counts()["市清源供水公司"] == {"走访条数": "1", "小组": "40", "走访户数": "1,200", "当场修复": "86"}
    assert book.file()[0]["月份"] == "2018年5月"


@pytest.mark.mission(43, 47, 61)
def test_estates_buildings_households_and_area_that_were_helped(dandong: City) -> None:
    book = Book(dandong, "results")
    book.enter("water.handler", 项目="老旧管网改造", 小区="26", 住户="3292")
    book.enter("bureau.handler", 项目="燃气通气", 住户="6471")
    book.enter("west.handler", 项目="房屋漏雨维修", 楼房="41", 住户="337", 面积="2.2万")
    counts = book.counts()
    assert (counts["市清源供水公司"]["小区"], counts["市清源供水公司"]["住户"]) == ("26", "3,292")
    assert counts["市城市管理局"]["住户"] == "6,471"
    west = counts["西岸区政府"]
    assert (west["楼房"], west["住户"], west["面积"]) == ("41", "337", "22,000")
    assert counts["合计"]["住户"] == "10,100"
    assert sorted(line["面积（平方米）"] for line in book.file()) == ["", "", "22000"]


LINES = {
    39: ("12319", {"受理": "3213", "办理率": "100", "满意率": "99"}),
    40: ("12369", {"受理": "1240", "办理率": "100", "办结率": "98.5", "满意率": "97.2"}),
    41: ("12358", {"受理": "876", "立案查处": "20", "退还用户": "99.36万", "罚没": "38.68万", "满意率": "98"}),
    42: ("3451345", {"每天值守": "24"}),
    44: ("95598", {"咨询": "6.8万", "报修": "1.19万"}),
    46: ("煤气报修", {"报修": "21505", "办理率": "100"}),
    48: ("公交热线", {"投诉和建议": "158", "办理率": "100"}),
    50: ("房产热线", {"受理": "91", "办结率": "99.7"}),
    52: ("有线电视", {"受理": "339", "办理率": "100", "满意率": "98"}),
}
READ = {"6.8万": "68,000", "1.19万": "11,900", "99.36万": "993,600", "38.68万": "386,800"}


@pytest.mark.mission(39, 40, 41, 42, 44, 46, 48, 50, 52)
def test_the_lines_of_companies_and_bureaus_with_all_their_figures(dandong: City) -> None:
    book = Book(dandong, "sublines", "editor")
    headings = {field.label: field.heading for field in book.register.fields}
    for line, figures in LINES.values():
        book.enter(**unit(dandong), 热线=line, **figures)
    file = {line["热线"]: line for line in book.file()}
    for line, figures in LINES.values():
        page = dandong.who("director").opens(f"/registers/entry/{file[line]['编号'].removeprefix('T')}/")
        for name, number in figures.items():
            text = READ.get(number) or (f"{int(number):,}" if number.isdecimal() else number)
            page.says(f"{headings[name]} {text}")
            assert file[line][headings[name]] == text.replace(",", "")
    whole = book.whole()
    assert (whole["受理"], whole["咨询"], whole["报修"]) == ("5,759", "68,000", "33,405")
    assert (whole["立案查处"], whole["退还用户"], whole["罚没"]) == ("20", "993,600", "386,800")
    assert whole["办理率"] == "100"


# -- reports -------------------------------------------------------------------------------------------------------------


def report(city: City, code: str, who: str, period: str, **said: Any) -> Page:
    """Report by the link that the unit finds on its page of registers; the form names unit and period already."""
    person = city.who(who)
    label = city.book.register(code).label
    links = person.opens("/registers/").links()
    assert "填报" in links, person.post
    page = person.opens(f"/registers/{code}/new/")
    register = city.book.register(code)
    done = person.sends(page, "登记", {register.when_label: period, **headed(register, said)})
    assert done.says("已登记", label)
    return done


@pytest.mark.mission(83)
def test_units_of_the_second_level_report_each_month_and_tell_those_below(dandong: City) -> None:
    book = Book(dandong, "monthly_reports")
    report(
        dandong,
        "monthly_reports",
        "water.handler",
        "2018-05",
        办理情况="供水投诉分析",
        本月承办="31",
        已通报三级单位=True,
    )
    due = dandong.who("supervisor").opens("/registers/due/")
    due.says("月分析报告", "2018年5月", "期限 2018-06-07；应报 4，已报 1（迟报 0），欠报 3")
    assert book.whole() == {"月报条数": "1", "本月承办": "31", "已通报三级单位": "1"}
    assert book.file()[0]["月份"] == "2018年5月"


@pytest.mark.mission(84)
def test_who_does_not_report_the_quarter_is_reminded_before_and_after_and_urged(dandong: City) -> None:
    dandong.until(datetime(2018, 7, 4, 9, tzinfo=CITY_TZ))
    report(
        dandong,
        "quarterly_reports",
        "water.handler",
        "2018年第二季度",
        办理情况="二季度情况",
        本季承办="93",
        本季办结="90",
    )
    remind_at(dandong, datetime(2018, 7, 4, 9, tzinfo=CITY_TZ))
    told(dandong, "west.handler", "2018年第二季度季报将到期，期限2018-07-06")
    remind_at(dandong, datetime(2018, 7, 9, 9, tzinfo=CITY_TZ))
    told(dandong, "west.head", "2018年第二季度季报已逾期")
    supervisor = dandong.who("supervisor")
    page = supervisor.opens("/registers/due/")
    page.says("季度报告", "自 2018-07-06 起", "3 天")
    owed = {
        c for row in elements(page.dom, "input") for k, c in row.attributes if k == "value" and "quarterly" in (c or "")
    }
    west = next(key for key in owed if str(dandong.units["west"].pk) in key)
    with travelling(dandong.stage.at):
        answer = supervisor.client.post("/registers/due/urge/", {"owed": [west]}, follow=True)
    Page(answer, "/registers/due/").says("已催报 1 次")
    dandong.follow()
    told(dandong, "west.head", "2018年第二季度季报请尽快报送")
    assert "2018年第二季度季报" not in dandong.who("water.handler").opens("/notices/").text
    assert Book(dandong, "quarterly_reports").whole()["本季办结"] == "90"


def remind_at(city: City, moment: datetime) -> None:
    city.until(moment)
    with travelling(city.stage.at):
        remind()
    city.follow()


def told(city: City, who: str, words: str) -> None:
    city.who(who).opens("/notices/").says(words)


@pytest.mark.mission(85)
def test_the_summary_of_the_year_is_due_after_its_end_and_late_after_ten_working_days(dandong: City) -> None:
    dandong.until(datetime(2019, 1, 16, 9, tzinfo=CITY_TZ))
    report(dandong, "yearly_reports", "water.head", "2018", 全年总结="全年办理情况", 全年承办="934", 全年办结="906")
    book = Book(dandong, "yearly_reports")
    assert book.listed(late="1") == book.listed()
    dandong.who("director").opens("/registers/due/").says("年终总结 2018年", "应报 4，已报 1（迟报 1），欠报 3")
    assert book.whole() == {"总结条数": "1", "全年承办": "934", "全年办结": "906"}
    assert len(book.file()) == 1


@pytest.mark.mission(86)
def test_important_information_reaches_the_centre_at_once(dandong: City) -> None:
    Book(dandong, "instant_reports").enter(信息="主管爆裂，三条街停水", 地点="柳巷", 情况="正在抢修，预计四小时恢复")
    dandong.follow()
    for who in ("dispatcher", "director"):
        told(dandong, who, "清源供水报送了重要信息")
    book = Book(dandong, "instant_reports")
    assert book.whole() == {"重要信息条数": "1"}
    assert [line["地点"] for line in book.file()] == ["柳巷"]


# -- the centre ----------------------------------------------------------------------------------------------------------


@pytest.mark.mission(113)
def test_140_items_for_the_leaders_come_as_a_sheet_once(kaifeng: City) -> None:
    editor = kaifeng.who("editor")
    book = Book(kaifeng, "info_items", "editor")
    header = ["报送日期", "标题", "来源", "已采用", "内容"]
    lines = [[f"2018-0{n % 5 + 1}-15", f"民生信息第{n}期", "来电", "是" if n % 2 else "否", ""] for n in range(140)]
    for good, there in ((140, 0), (0, 140)):
        page = editor.opens("/registers/info_items/sheet/")
        file = SimpleUploadedFile("民生信息.csv", b"".join(csv_pieces(header, lines)))
        page = editor.sends(page, "上传并核对", {"填写好的表格": file})
        page.says(f"可以登记 {good} 行" + (f"，早已登记 {there} 行" if there else ""))
        if good:
            rows = [
                value
                for e in elements(page.dom, "input")
                for k, value in e.attributes
                if k == "value" and '"line"' in (value or "")
            ]
            with travelling(kaifeng.stage.at):
                editor.client.post("/registers/info_items/sheet/enter/", {"row": rows})
    assert book.whole() == {"信息条数": "140", "来电": "140", "网络": "0", "媒体": "0", "已采用": "70"}
    assert len(book.file()) == 140
    assert kaifeng.who("city_leader").opens("/registers/info_items/").says("共 140 条")


@pytest.mark.mission(188)
def test_the_mayor_hears_a_report_and_visits_the_office(kaifeng: City) -> None:
    book = Book(kaifeng, "leader_activities", "editor")
    book.enter(事项="听取上半年工作汇报", 类别="听取汇报", 领导职务="市长", 要求="件件有回音")
    book.enter(事项="到中心看望话务员", 类别="到中心调研", 领导职务="市长")
    assert book.whole() == {"活动条数": "2", "听取汇报": "1", "到中心调研": "1"}
    assert {line["领导职务"] for line in book.file()} == {"市长"}


@pytest.mark.mission(19)
def test_a_unit_checks_itself_by_the_five_points(dandong: City) -> None:
    book = Book(dandong, "self_checks", "water.head")
    points = ("认识到位", "领导到位", "责任到位", "措施到位", "办理到位")
    book.enter(季度="2018-Q1", 自查结论="五个到位", **dict.fromkeys(points, True))
    book.enter("west.head", 季度="2018-Q1", 自查结论="措施尚待落实", **dict.fromkeys(points[:3], True))
    counts = book.counts()
    assert [counts["市清源供水公司"][point] for point in points] == ["1"] * 5
    assert [counts["合计"][point] for point in points] == ["2", "2", "2", "1", "1"]
    assert sorted(line["办理到位"] for line in book.file()) == ["否", "是"]


@pytest.mark.mission(134)
def test_a_district_is_checked_for_what_it_must_have(kaifeng: City) -> None:
    book = Book(kaifeng, "readiness", "east.head")
    five = ("有领导", "有机构", "有人员", "有制度", "有设备")
    book.enter(结论="五有齐备", **dict.fromkeys(five, True))
    assert [book.counts()["东岸区政府"][one] for one in five] == ["1"] * 5
    assert [book.file()[0][one] for one in five] == ["是"] * 5


@pytest.mark.mission(197)
def test_five_tasks_of_the_year_with_their_progress_from_time_to_time(dandong: City) -> None:
    book = Book(dandong, "plan_tasks", "director")
    for number in range(1, 6):
        page = book.enter(任务=f"第{number}项任务", 进展="20", 任务状态="推进中")
    dandong.later(days=60)
    director = dandong.who("director")
    form = director.opens(page.link("修改"))
    done = director.sends(form, "修改", {"进展（%）": "100", "任务状态": "已完成"})
    done.says("进展（%）： 20 改为 100", "任务状态： 推进中 改为 已完成")
    assert book.whole() == {"任务条数": "5", "进展": "36", "推进中": "4", "已完成": "1", "受阻": "0"}
    assert sorted(line["进展（%）"] for line in book.file()) == ["100", "20", "20", "20", "20"]


def test_the_days_of_these_tests_are_in_force_of_the_books(city: City) -> None:
    assert date(2018, 6, 4) == city.stage.at.date() and city.book.registers

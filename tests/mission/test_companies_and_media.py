"""What companies bring and papers print: matters of companies, the entrepreneurs' forum with its ledger, columns, votes."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.briefs.annual import NO_DATA, line_of
from huiyin.cases.models import Case
from huiyin.flow.times import travelling
from huiyin.registers.models import Entry
from huiyin.statistics.period import of_period
from mission.city import City, again
from mission.test_registers import Book, unit
from mission.test_the_figures_of_a_year import called

pytestmark = pytest.mark.django_db
COMPANY = {"姓名或单位名称": "听禾面业有限公司", "诉求人类型": "企业", "标题": "施工许可三个月未办成"}
TOLD = {
    "案例名称": "施工许可一个月办成", "案情": "企业反映设备已到场而许可未办", "措施和结果": "一次告知", "启示": "先问缺什么",
}  # fmt: skip


def yearly(city: City, *codes: str) -> list[str]:
    """Return lines of the yearly summary as they are printed."""
    scope = of_period(date(2018, 1, 1), date(2018, 12, 31), "kaifeng")
    asked = {line.code: line for line in scope.book.annual.lines}
    with travelling(city.stage.at):
        return [line_of(asked[code], scope).text for code in codes]


@pytest.mark.mission(154, 155, 156, 157, 158)
def test_what_companies_bring_is_counted_apart_with_its_closing_rate_and_its_satisfaction(kaifeng: City) -> None:
    assert yearly(kaifeng, "enterprise_score", "echo_issues") == [NO_DATA, NO_DATA]
    clerk = kaifeng.who("enterprise_clerk")
    case = kaifeng.hands_out(clerk.registers(来源渠道="企业投诉", **COMPANY))
    clerk.registers(来源渠道="企业家恳谈会", **{**COMPANY, "联系电话": "13800007788"})
    kaifeng.later(hours=1)
    kaifeng.signs(case)
    kaifeng.later(hours=2)
    kaifeng.replies(case)
    kaifeng.passes(case)
    kaifeng.follow()
    called(kaifeng, again(case), 满意程度="满意")
    assert kaifeng.listed("settled", family="enterprise") == [case.number]
    counts = yearly(kaifeng, "enterprise", "enterprise_complaints", "enterprise_forum", "enterprise_closed")
    assert counts == ["2 件", "1 件", "1 件", "1 件"]
    # One answer of 90 points: a mean of 90 where a rate would be 100 %; both stand there with their base.
    said = yearly(kaifeng, "enterprise_closing_rate", "enterprise_score", "enterprise_satisfied", "enterprise_rated")
    assert said == ["50%", "90.0 分", "100.0%", "1 件"]
    editor = kaifeng.who("editor")
    form = editor.opens(f"/insight/stories/new/{case.number}/")
    story = editor.sends(form, "提交审定", TOLD)
    director = kaifeng.who("director")
    director.sends(director.opens(director.opens(story.address).link("审定入库")), "审定入库")
    assert TOLD["案例名称"] in director.opens("/insight/stories/", {"of": "enterprise"}).links()
    assert TOLD["案例名称"] not in director.opens("/insight/stories/", {"of": "platform"}).links()
    assert yearly(kaifeng, "enterprise_stories") == ["1 个"]


@pytest.mark.mission(162, 163, 164)
def test_a_forum_has_its_companies_and_its_problems_and_a_problem_becomes_a_case(kaifeng: City) -> None:
    clerk = kaifeng.who("enterprise_clerk")
    forum = Book(kaifeng, "forums", "enterprise_clerk").enter(议题="产业集聚区恳谈会", 主持领导="副市长")
    companies = clerk.sends(
        clerk.opens(forum.link("登记代表")), "登记", {"企业": "听禾面业有限公司", "代表职务": "总经理", "已到会": True}
    )
    problem = clerk.opens(forum.address).link("登记问题")
    said = {"问题": "施工许可三个月未办成", "反映企业": "听禾面业有限公司", "具体情况": "备案和许可互为前置"}
    page = clerk.sends(clerk.opens(problem), "登记", said)
    clerk.opens(forum.address).says("恳谈会企业代表 1 条", "恳谈会问题清单 1 条")
    assert "登记为工单" not in kaifeng.who("director").opens(page.address).links(), (
        "who registers no matters makes none of it"
    )
    form = clerk.opens(page.link("登记为工单"))
    assert form.form("登记为工单").controls["text"].value.strip() == "备案和许可互为前置"
    refused = clerk.sends(form, "登记为工单", {"联系电话": "13800005521"})
    assert refused.status == 422 and "诉求性质" in refused.text
    done = clerk.sends(form, "登记为工单", {
        "联系电话": "13800005521", "诉求性质": "投诉", "事项分类": kaifeng.topic(),
        "被反映对象": "审批单位", "诉求点": "办成许可",
    })  # fmt: skip
    assert done.status == 200, done.text[:1500]
    row = Entry.objects.get(register="forum_problems")
    case = Case.objects.get(number=row.content["case"])
    assert (case.channel, case.family, case.source_ref) == ("enterprise_forum", "enterprise", row.name)
    assert done.link(case.number) == f"/cases/{case.number}/" and "登记为工单" not in done.links()
    assert companies.status == 200 and kaifeng.figure("accepted", channel="enterprise_forum") == 1
    assert yearly(kaifeng, "forums", "forum_companies", "forum_problems") == ["1 条"] * 3


@pytest.mark.mission(165, 166, 167)
def test_what_is_registered_for_rectification_is_cleared_one_by_one_by_another_hand(kaifeng: City) -> None:
    ledger = Book(kaifeng, "rectification", "enterprise_clerk")
    said = {"拟办意见": "现场办公", "责任人": "分管领导", "整改期限": "2018-06-20", **unit(kaifeng)}
    page = ledger.enter(问题="施工许可三个月未办成", **said)
    ledger.enter(问题="厂门前占道经营", **said)
    kaifeng.later(days=20)
    handler, director = kaifeng.who("water.handler"), kaifeng.who("director")
    handler.opens("/registers/").says("本单位待整改销号", "施工许可三个月未办成", "逾期")
    assert "同意销号" not in director.opens(page.address).links(), "nothing is cleared that nobody asked for"
    assert "申请销号" not in kaifeng.who("west.handler").opens(page.address).links()
    proof = SimpleUploadedFile("许可.csv", "许可,日期\n施工许可,2018-06-19\n".encode(), "text/csv")
    handler.sends(handler.opens(page.address), "上传附件", {"添加附件": proof}).says("许可.csv")
    handler.sends(handler.opens(handler.opens(page.address).link("申请销号")), "申请销号", {"整改结果": "许可已办成"})
    assert "同意销号" not in handler.opens(page.address).links() and "修改" not in director.opens(page.address).links()
    assert "施工许可三个月未办成" in director.opens("/registers/").links()
    kaifeng.follow()
    director.opens("/notices/").says("清源供水的挂号问题申请销号，请到台账审批")
    back = director.opens(page.address).link("不同意销号")
    director.sends(director.opens(back), "不同意销号", {"不同意的理由": "请附企业意见"})
    clerk = kaifeng.who("enterprise_clerk")
    clerk.sends(clerk.opens(clerk.opens(page.address).link("申请销号")), "申请销号", {"整改结果": "企业已签字认可"})
    director.sends(director.opens(director.opens(page.address).link("同意销号")), "同意销号")
    done = director.opens(page.address)
    done.says("已销号", "许可已办成", "请附企业意见", "企业已签字认可")
    assert "申请销号" not in done.links() and "撤下" not in done.links()
    assert [line[0] for line in ledger.listed(standing="late")] == ["T2"]
    assert ledger.file()[0].keys() >= {"拟办意见", "责任人", "整改期限", "状态"}
    assert yearly(kaifeng, "rectification", "cleared") == ["2 条", "1 条"]


@pytest.mark.mission(151, 152, 186)
def test_columns_of_the_papers_are_counted_by_issue_and_by_what_they_praise_and_criticise(kaifeng: City) -> None:
    echo, evening = "日报《点将台·回音壁》", "晚报《市长专线》"
    issues, items = Book(kaifeng, "media_issues", "editor"), Book(kaifeng, "media_items", "editor")
    page = issues.enter(标题="井盖补上了", 专栏=echo, 期号="第1期")
    issues.enter(标题="一周热点", 专栏=evening)
    editor = kaifeng.who("editor")
    form = editor.opens(page.link("登记条目"))
    editor.sends(form, "登记", {"问题或事项": "井盖缺失", "表扬或批评": "批评（点名督办）", **unit(kaifeng)}).says(
        "已登记", "T1"
    )
    for kind in ("批评（点名督办）", "表扬"):
        items.enter(问题或事项="占道经营", 专栏=evening, 表扬或批评=kind, **unit(kaifeng, "east"))
    names = ("echo_issues", "echo_problems", "evening_issues", "evening_problems", "media_praise")
    assert yearly(kaifeng, *names) == ["1 条"] * 5
    assert [line[3] for line in items.listed(is_column="echo")] == ["井盖缺失"]
    assert kaifeng.who("east.handler").opens("/registers/media_items/").says("共 2 条"), (
        "a unit reads what is said of it"
    )


@pytest.mark.mission(160)
def test_units_that_made_a_pledge_are_reviewed_in_public_by_votes_that_add_up(kaifeng: City) -> None:
    Book(kaifeng, "commitment_units", "west.head").enter(
        承诺事项="备案当日办结", 已向社会公开=True, **unit(kaifeng, "west")
    )
    Book(kaifeng, "commitment_units", "enterprise_clerk").enter(承诺事项="一次告知", **unit(kaifeng, "east"))
    clerk = kaifeng.who("enterprise_clerk")
    votes = {
        "评议轮次": "第一次",
        "发出评议票（张）": "60",
        "收回有效票（张）": "55",
        "满意票（张）": "46",
        "基本满意票（张）": "7",
        **unit(kaifeng, "west"),
    }
    back = clerk.sends(clerk.opens("/registers/commitment_reviews/new/"), "登记", votes)
    assert back.status == 422 and "收回有效票 55 与 满意票 46 + 基本满意票 7 + 不满意票 0 = 53 不符" in back.text
    clerk.sends(back, "登记", {"不满意票（张）": "2"}).says("已登记")
    assert yearly(kaifeng, "commitment_units", "commitment_votes") == ["2 条", "55 张"]
    assert kaifeng.who("west.head").opens("/registers/commitment_reviews/new/").status == 404, (
        "nobody counts the own votes"
    )


@pytest.mark.mission(184)
def test_the_plan_for_online_opinion_stands_with_its_progress(kaifeng: City) -> None:
    book = Book(kaifeng, "plan_tasks", "opinion_clerk")
    book.enter(
        任务="做好舆情搜集处置",
        工作="网络舆情",
        责任科室="网络科",
        进展="40",
        任务状态="推进中",
        措施="重大问题及时呈报",
    )
    assert [line[2] for line in book.listed(is_area="online")] == ["做好舆情搜集处置"]
    assert (book.whole()["网络舆情"], book.whole()["进展"]) == ("1", "40")


@pytest.mark.mission(68)
def test_who_works_here_is_trained_in_six_roles_and_reads_what_they_are(dandong: City) -> None:
    book = Book(dandong, "role_trainings", "shift_lead")
    six = ("联络员：联系政府和群众", "督办员：督促解决诉求", "协调员：协调处理问题", "信息员：了解社情民意",
           "宣传员：宣传政策法规", "监督员：监督行政效能")  # fmt: skip
    for role in six:
        book.enter(内容="岗位培训", 角色=role, 参加人数="6")
    whole = book.whole()
    assert [whole[role] for role in six] == ["1"] * 6
    assert whole["参加人数"] == "36"
    dandong.who("agent").opens("/registers/role_trainings/").says(*six)


@pytest.mark.mission(38)
def test_a_call_is_judged_by_six_things_of_the_heart(dandong: City) -> None:
    book = Book(dandong, "quality_checks", "shift_lead")
    six = ("接听电话热心", "听取意见诚心", "了解情况细心", "启发疏导贴心", "说明解释耐心", "排忧解难真心")
    for points in ("90", "80"):
        book.enter(话务员工号="H07", **dict.fromkeys(six, points))
    assert [book.whole()[one] for one in six] == ["85"] * 6
    assert dandong.who("agent").opens("/registers/quality_checks/").status == 404

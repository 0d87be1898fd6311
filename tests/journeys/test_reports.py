"""举报: the accused and whoever stands above or below them see what they may, wherever they look."""

import pytest
from mission.city import again

from huiyin.cases.models import Case
from journeys.at_work import Office
from journeys.looking import in_hand_of, listed_for, trays_of

pytestmark = pytest.mark.browser

WHO_AND_WHERE = ("欧阳小满", "13912345678", "139****", "柳巷夜市")
SECRET = ("收受商户礼金", *WHO_AND_WHERE)
ACCUSED = ("office.handler", "office.leader", "office.head")
REPORT = {
    "标题": "市容科人员收受商户礼金", "诉求内容": "市容科执法人员在柳巷夜市收受商户礼金，欧阳小满等商户可以作证。",
    "诉求性质": "举报", "地点": "柳巷夜市", "被反映对象": "市容科执法人员", "诉求点": "查处收受礼金的人员",
    "姓名或单位名称": "欧阳小满", "联系电话": "13912345678",
}  # fmt: skip


def heard(office: Office, accused: str) -> Case:
    """Let the agent register a report against a unit."""
    agent = office.desk("agent").opens("/intake/new/")
    said = {label: one for label, one in office.city.who("agent").matter(**REPORT).items() if label != "来源渠道"}
    agent.sends("登记", {**said, "被举报单位": accused})
    agent.screen.get_by_text("查询码只显示这一次").wait_for()
    return Case.objects.latest("pk")


def sees_nothing(office: Office, who: str, case: Case) -> None:
    """Neither page nor list, search, file or count tells this person that there is such a case."""
    city = office.city
    person = city.who(who)
    assert person.opens(f"/cases/{case.number}/").status == 404
    assert person.opens(f"/cases/{case.number}/paper/").status == 404
    assert trays_of(city, who) == {}
    assert listed_for(city, who) == listed_for(city, who, "/shares/") == []
    # The number that somebody typed himself stands in the box; among what is found it does not.
    assert listed_for(city, who, "/search/", q=case.number) == []
    for word in (case.number, *SECRET):
        found = person.client.post("/search/", {"q": word}, headers={"HX-Request": "true"})
        assert found.status_code == 200
        assert f"/cases/{case.number}/" not in found.content.decode()
    for form in ("csv", "xlsx"):
        assert case.number.encode() not in body_of(person.client, f"/cases/?format={form}")
    assert case.number not in person.opens("/notices/").text


def body_of(client, address: str) -> bytes:
    answer = client.get(address)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_accused_and_those_below_see_nothing_at_all(office: Office) -> None:
    city = office.city
    case = heard(office, "市城市管理局")
    with office.behind_the_scenes():
        city.stage.approve(case)
    # Among the units that can be chosen the accused does not stand, nor does anything below it.
    dispatcher = office.desk("dispatcher").begins(case, "转办")
    offered = dispatcher.form("转办").inner_text()
    assert "西岸区政府" in offered
    assert "城市管理局" not in offered
    dispatcher.sends("转办", {"主办单位": "西岸区政府"}).is_done("转办")
    with office.behind_the_scenes():
        city.follow()
    for who in ("bureau.handler", "bureau.leader", "bureau.head", *ACCUSED):
        sees_nothing(office, who, case)
    west = office.desk("west.handler").case(case)
    west.sees("收受商户礼金", "为保护诉求人，本件不显示其信息").sees_not("欧阳小满", "13912345678", "139****")
    in_hand_of(city, again(case), west_of_handler="待签收")


def test_whoever_stands_above_the_accused_reads_a_summary(office: Office) -> None:
    city = office.city
    case = heard(office, "市城市管理局市容科")
    with office.behind_the_scenes():
        city.stage.dispatch(case, "bureau")
        city.follow()
    for who in ACCUSED:
        sees_nothing(office, who, case)
    above = office.desk("bureau.handler").opens("/")
    above.sees(case.number, "举报件（内容见摘要）").sees_not(*SECRET)
    for address in ("/shares/?tab=sign", "/cases/", f"/search/?q={case.number}", "/notices/"):
        above.opens(address).sees(case.number).sees_not(*SECRET)
    above.case(case).sees("举报本单位下级的工单：为保护举报人，只显示摘要", "举报件（内容见摘要）")
    # What it is about, not who says so nor where he stood.
    above.sees("市容科执法人员在****收受商户礼金，****等商户可以作证").sees_not(*WHO_AND_WHERE)
    # What is written in it finds nothing: to be told of a hit would tell the words.
    assert listed_for(city, "bureau.handler", "/search/", q="收受商户礼金") == []
    assert listed_for(city, "bureau.handler", "/search/", q="13912345678") == []
    sheet = body_of(city.who("bureau.handler").client, "/cases/?format=csv").decode("utf-8-sig")
    assert case.number in sheet
    assert not [word for word in SECRET if word in sheet]
    paper = city.who("bureau.handler").opens(city.who("bureau.handler").case(case).link("打印转办单"))
    assert not [word for word in WHO_AND_WHERE if word in paper.text]
    # Handed down it goes to anybody but the accused.
    above.takes(case, "签收")
    above.begins(case, "转下级")
    assert "市容科" not in above.form("转下级").inner_text()
    assert listed_for(city, "director", "/search/", q="收受商户礼金") == [case.number]

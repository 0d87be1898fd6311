"""A citizen adds to the own case, hurries it and says how it went; each is an act in the journal."""

from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.callbacks.act import move_objection
from huiyin.callbacks.models import Objection
from huiyin.cases.models import Case, Wish
from huiyin.files.models import Attachment
from huiyin.files.tests.makers import image
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event, Remark
from huiyin.portal.tests.citizen import PHONE, Citizen, visible_text
from huiyin.portal.tests.test_following import handled


def test_a_supplement_is_kept_with_its_picture(citizen: Citizen) -> None:
    case = citizen.submits()
    files = [SimpleUploadedFile("现场.jpg", image())]
    assert citizen.post("/portal/case/supplement/", {"supplement": "又坏了一盏", "papers": files}).status_code == 302
    event = Event.objects.get(verb="case.supplement")
    assert event.post == "citizen"
    assert Remark.objects.get(event_id=event.id).text == "又坏了一盏"
    assert Attachment.objects.filter(case_id=case.pk).count() == 1
    assert "补充内容已收到" in citizen.sees()
    assert "诉求人补充情况" in citizen.sees()
    assert verify_chain(case.pk, Case) == []


def test_an_empty_supplement_is_refused_with_the_reason_on_the_page(citizen: Citizen) -> None:
    citizen.submits()
    response = citizen.post("/portal/case/supplement/", {"supplement": " "})
    assert response.status_code == 422
    assert not Event.objects.filter(verb="case.supplement").exists()


def test_the_same_supplement_sent_twice_is_one(citizen: Citizen) -> None:
    citizen.submits()
    once = citizen.get("/portal/case/").context["supplement_form"]["once"].value()
    for _ in range(2):
        assert citizen.post("/portal/case/supplement/", {"supplement": "又坏了", "once": once}).status_code == 302
    assert Event.objects.filter(verb="case.supplement").count() == 1


def test_hurrying_is_counted_once_a_day(citizen: Citizen) -> None:
    case = citizen.submits()
    assert citizen.post("/portal/case/hurry/").status_code == 302
    again = citizen.post("/portal/case/hurry/")
    assert again.status_code == 429
    assert "今天已催过一次" in visible_text(again)
    assert Case.objects.get(pk=case.pk).hurries == 1
    citizen.stage.later(days=1)
    assert citizen.post("/portal/case/hurry/").status_code == 302


def test_a_letter_that_nobody_has_screened_yet_can_be_added_to_and_hurried(citizen: Citizen) -> None:
    case = citizen.submits("mayor_mailbox", kind="", category="", place="", occurred="", object="")
    files = [SimpleUploadedFile("现场.jpg", image())]
    assert citizen.post("/portal/case/supplement/", {"supplement": "又坏了一盏", "papers": files}).status_code == 302
    assert citizen.post("/portal/case/hurry/").status_code == 302
    assert (Case.objects.get(pk=case.pk).hurries, Case.objects.get(pk=case.pk).state) == (1, "collected")
    assert Attachment.objects.filter(case_id=case.pk).count() == 1
    assert "诉求人补充情况" in citizen.sees()
    assert verify_chain(case.pk, Case) == []


def test_a_closed_case_is_neither_hurried_nor_added_to(citizen: Citizen) -> None:
    handled(citizen, citizen.submits())
    page = citizen.sees()
    assert "我要催办" not in page
    response = citizen.post("/portal/case/hurry/")
    assert response.status_code == 409
    assert "不能诉求人催单" in visible_text(response)


def grade_of(citizen: Citizen, satisfied: bool) -> str:
    return next(grade.code for grade in citizen.stage.book.callback.grades if grade.satisfied is satisfied)


def test_a_citizen_rates_each_wish(citizen: Citizen) -> None:
    case = handled(citizen, citizen.submits())
    bad = grade_of(citizen, False)
    said = {"found_1": "done", "found_2": "partly", "grade_2": bad}
    assert citizen.post("/portal/case/rate/", said).status_code == 302
    wishes = Wish.objects.filter(case=case).order_by("ordinal").values_list("found", "grade", "petitioner_says")
    assert list(wishes) == [("done", "", True), ("partly", bad, False)]
    event = Event.objects.get(verb="case.rate_wishes")
    assert event.post == "citizen"
    assert event.said["ratings"][1] == {"ordinal": 2, "found": "partly", "grade": bad}
    page = citizen.sees()
    assert "您的评价：办好了" in page
    assert f"您的评价：办了一部分，{next(g.label for g in citizen.stage.book.callback.grades if g.code == bad)}" in page
    assert "诉求人评价" in page
    # What was said before stands in the form again; of what was not said nothing is chosen.
    form = citizen.get("/portal/case/").context["rate_form"]
    assert [form[name].value() for name in ("found_1", "grade_1", "found_2", "grade_2")] == ["done", "", "partly", bad]
    assert verify_chain(case.pk, Case) == []


def test_who_says_that_nothing_was_done_is_shown_where_to_ask_for_it_and_who_is_content_is_not(
    citizen: Citizen,
) -> None:
    handled(citizen, citizen.submits())
    citizen.post("/portal/case/rate/", {"found_1": "done"})
    assert "评价已记录，谢谢。" in citizen.sees()
    citizen.post("/portal/case/rate/", {"found_1": "not_done"})
    assert "请在“没有办好？”一栏提出" in citizen.sees()


def test_what_was_said_of_an_answer_is_not_said_of_the_next(citizen: Citizen) -> None:
    stage, case = citizen.stage, handled(citizen, citizen.submits())
    citizen.post("/portal/case/rate/", {"found_1": "not_done"})
    stage.move(case, "reopen", "supervisor", reason="确实没有修好")
    assert "您的评价：没有办" in citizen.sees()
    stage.later(hours=2)
    stage.reply(case)
    stage.pass_audit(case)
    assert "您的评价" not in citizen.sees()


def test_before_there_is_an_answer_nothing_is_said_of_it(citizen: Citizen) -> None:
    citizen.submits()
    page = citizen.sees()
    assert "您满意吗" not in page
    assert "要求重新办理" not in page
    assert citizen.post("/portal/case/rate/", {"found_1": "done"}).status_code == 409
    refused = citizen.post("/portal/case/object/", {"words": "没办"})
    assert refused.status_code == 422
    assert "办理有了结果，才能要求重新办理" in visible_text(refused)
    assert not Event.objects.filter(verb__in=["case.rate_wishes", "objection.object"]).exists()


def test_saying_nothing_is_not_an_opinion(citizen: Citizen) -> None:
    handled(citizen, citizen.submits())
    response = citizen.post("/portal/case/rate/", {})
    assert response.status_code == 422
    assert "还没有提交成功：请至少对一项作出评价。 去修改" in visible_text(response)


def test_a_wish_of_another_case_and_a_made_up_grade_cannot_be_spoken_of(citizen: Citizen) -> None:
    handled(citizen, citizen.submits())
    for said in ({"found_9": "done"}, {"found_1": "wonderful"}, {"grade_1": "wonderful"}):
        assert citizen.post("/portal/case/rate/", said).status_code == 422
    assert not Wish.objects.exclude(found="", grade="", petitioner_says=None).exists()


def test_a_citizen_says_that_nothing_was_done_and_the_centre_has_it_done_again(citizen: Citizen) -> None:
    stage, case = citizen.stage, handled(citizen, citizen.submits())
    page = citizen.sees()
    assert "前可以提出" in page
    files = [SimpleUploadedFile("还是黑的.jpg", image())]
    said = {"undone": "on", "words": f"三盏灯一盏也没亮，{PHONE}可以问我", "papers": files}
    assert citizen.post("/portal/case/object/", said).status_code == 302
    objection = Objection.objects.get()
    assert (objection.undone, objection.state, objection.case_id) == (True, "asked", case.pk)
    assert Attachment.objects.filter(case_id=case.pk, name="还是黑的.jpg").count() == 1
    assert Case.objects.get(pk=case.pk).objected_at == stage.at
    event = Event.objects.get(verb="objection.object")
    assert event.post == "citizen"
    assert "没亮" not in str(event.said)
    page = citizen.sees()
    assert "单位说办了，其实没办" in page
    assert "三盏灯一盏也没亮" in page
    assert PHONE not in page
    assert "中心正在研究，将在这里答复您" in page
    assert "哪里没有办好" not in page
    stage.later(hours=3)
    act = {"cause": "untrue_feedback", "decision": "已责成单位今晚修好。"}
    move_objection(objection.pk, "grant", act, actor=stage.who("supervisor"), at=stage.at)
    page = citizen.sees()
    assert "中心同意重新办理" in page
    assert "已责成单位今晚修好。" in page
    assert "承办单位须在" in page
    assert "正在办理" in page
    stage.later(hours=2)
    stage.reply(case, public="三盏灯均已更换。")
    stage.pass_audit(case)
    page = citizen.sees()
    assert "已办结" in page
    assert "要求重新办理" in page
    assert verify_chain(case.pk, Case) == []


def test_the_centre_may_say_no_and_tells_why(citizen: Citizen) -> None:
    handled(citizen, citizen.submits())
    citizen.post("/portal/case/object/", {"words": "还想再装两盏"})
    said = {"decision": "新增路灯不在原诉求内，请另行提交。"}
    supervisor = citizen.stage.who("supervisor")
    move_objection(Objection.objects.get().pk, "decline", said, actor=supervisor, at=citizen.stage.at)
    page = citizen.sees()
    assert "中心答复：不再重新办理" in page
    assert "新增路灯不在原诉求内" in page
    again = citizen.post("/portal/case/object/", {"words": "再说一次"})
    assert again.status_code == 422
    assert "异议已答复过" in visible_text(again)


def test_what_is_asked_twice_or_with_the_same_form_is_one(citizen: Citizen) -> None:
    handled(citizen, citizen.submits())
    once = citizen.get("/portal/case/").context["object_form"]["once"].value()
    for _ in range(2):
        assert citizen.post("/portal/case/object/", {"words": "没修好", "once": once}).status_code == 302
    again = citizen.post("/portal/case/object/", {"words": "没修好"})
    assert "已经要求重新办理，请等中心答复" in visible_text(again)
    assert Objection.objects.count() == 1


def test_after_the_citys_days_nobody_is_offered_what_is_refused(citizen: Citizen) -> None:
    handled(citizen, citizen.submits())
    citizen.stage.later(days=31)
    assert "要求重新办理" not in citizen.sees()
    late = citizen.post("/portal/case/object/", {"words": "没修好"})
    assert late.status_code == 422
    assert "已超过可以要求重新办理的期限" in visible_text(late)


def test_ten_supplements_a_day_are_enough(citizen: Citizen) -> None:
    citizen.submits()
    for n in range(10):
        assert citizen.post("/portal/case/supplement/", {"supplement": f"第{n}次"}).status_code == 302
    assert citizen.post("/portal/case/supplement/", {"supplement": "再一次"}).status_code == 429

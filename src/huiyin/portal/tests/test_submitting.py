"""A citizen writes what is wrong and is told number, code and promised date; nothing else gets in with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.models import Case, Petitioner, Wish
from huiyin.cases.states import CaseState
from huiyin.files.models import Attachment
from huiyin.files.tests.makers import image
from huiyin.journal.models import Event
from huiyin.portal.forms import _wrong_with
from huiyin.portal.tests.citizen import PHONE, Citizen, visible_text


def test_a_matter_is_registered_and_a_date_is_promised(citizen: Citizen) -> None:
    case = citizen.submits()
    assert (case.state, case.channel, case.title) == ("registered", "web", "柳巷路口路灯不亮")
    assert [w.text for w in case.wishes.order_by("ordinal")] == ["尽快修好路灯", "告知修好时间"]
    assert case.due_at is not None


def test_the_journal_says_that_the_citizen_spoke_through_the_platform(citizen: Citizen) -> None:
    case = citizen.submits()
    event = Event.objects.get(chain_id=case.pk, verb="case.register")
    assert event.post == "citizen"
    assert str(event.actor_id) == "00000000-0000-7000-8000-000000000001"


def test_the_code_is_shown_once_and_stored_nowhere(citizen: Citizen) -> None:
    case = citizen.submits()
    assert citizen.code not in visible_text(citizen.get("/portal/submitted/"))
    assert citizen.code not in str(Case.objects.filter(pk=case.pk).values())
    assert citizen.code not in str(list(Event.objects.values()))


def test_the_promised_date_stands_on_the_page(citizen: Citizen) -> None:
    citizen.submit()
    case = Case.objects.get()
    page = visible_text(citizen.get("/portal/submitted/"))
    assert f"{case.due_at.astimezone(citizen.stage.at.tzinfo).day}日前答复您" in page


@pytest.mark.mission(109)
def test_a_letter_to_the_mayor_waits_for_the_opinion_clerk(citizen: Citizen) -> None:
    case = citizen.submits("mayor_mailbox", kind="", category="", place="", occurred="", object="")
    assert (case.state, case.channel) == (CaseState.COLLECTED, "mayor_mailbox")
    assert Event.objects.get(chain_id=case.pk, verb="case.collect").post == "citizen"
    screened = citizen.stage.move(
        case, "screen", "opinion_clerk", title=case.title, kind="complaint", category=citizen.stage.leaf(),
        occurred="上周起", place="柳巷路口", object="路灯",
    )  # fmt: skip
    assert screened.state == CaseState.REGISTERED
    assert screened.due_at is not None


def test_the_same_form_sent_twice_is_one_case(citizen: Citizen) -> None:
    once = citizen.get("/portal/submit/web/").context["form"]["once"].value()
    first, second = citizen.submit(once=once), citizen.submit(once=once)
    assert first.status_code == second.status_code == 302
    assert Case.objects.count() == 1


def test_who_did_not_get_the_answer_sends_again_and_still_gets_the_code(citizen: Citizen) -> None:
    once = citizen.get("/portal/submit/web/").context["form"]["once"].value()
    lost = Citizen(citizen.stage)
    lost.submits(once=once)
    citizen.submits(once=once)
    assert (citizen.number, citizen.code) == (lost.number, lost.code)
    assert citizen.looks().status_code == 302
    assert Case.objects.count() == Event.objects.filter(verb="case.register").count() == 1


def test_later_the_same_form_gives_no_code_any_more(citizen: Citizen) -> None:
    once = citizen.get("/portal/submit/web/").context["form"]["once"].value()
    citizen.submits(once=once)
    citizen.stage.later(days=2)
    assert citizen.submit(once=once).status_code == 302
    assert citizen.code not in visible_text(citizen.get("/portal/submitted/"))
    assert Case.objects.count() == 1


def test_what_was_changed_after_the_first_sending_is_not_lost_silently(citizen: Citizen) -> None:
    once = citizen.get("/portal/submit/web/").context["form"]["once"].value()
    citizen.submits(once=once)
    citizen.submit(once=once, text="三盏路灯已一周不亮，今晚又坏了两盏。")
    page = visible_text(citizen.get("/portal/submitted/"))
    assert "之后改动的内容没有收进来，请在“补充情况”里补充" in page
    assert Case.objects.count() == 1


def test_sending_again_does_not_use_up_what_a_number_may_submit_in_a_day(citizen: Citizen) -> None:
    once = citizen.get("/portal/submit/web/").context["form"]["once"].value()
    for _ in range(7):
        assert citizen.submit(once=once).status_code == 302
    assert Case.objects.count() == 1


def test_nobody_chooses_the_key_under_which_something_was_written(citizen: Citizen) -> None:
    case = citizen.submits(once="import:1")
    other = Citizen(citizen.stage)
    assert other.submits(once="import:1").pk != case.pk


@pytest.mark.parametrize(
    ("field", "value"),
    [("urgency", "critical"), ("important", "on"), ("received_at", "2010-01-01"), ("family", "online"), ("tags", "vip"),
     ("source_ref", "X1"), ("state", "closed"), ("accused_path", "0001.")],
)  # fmt: skip
def test_what_the_form_does_not_ask_has_no_effect(citizen: Citizen, field: str, value: str) -> None:
    case = citizen.submits(**{field: value})
    assert (case.urgency, case.important, case.family, case.state) == ("ordinary", False, "platform", "registered")
    assert (case.received_at, case.source_ref, case.accused_path) == (citizen.stage.at, "", "")
    assert not case.tags.exists()


def test_every_reason_is_told_at_once_and_what_was_typed_stays(citizen: Citizen) -> None:
    response = citizen.submit(title="", place="", phone="1", text="灯不亮了")
    assert response.status_code == 422
    page = visible_text(response)
    assert "电话号码看不懂" in page
    assert "请填写“一句话说清是什么事”" in page
    assert "灯不亮了" in page
    assert Case.objects.count() == 0


def test_a_number_with_a_digit_too_few_is_told_before_anybody_relies_on_it() -> None:
    for reachable in ("13800005521", "037123456789", "23456789", "4001234567", "+85221234567"):
        assert _wrong_with(reachable) == ""
    assert "您写了10位" in _wrong_with("1380000552")
    assert "11位" in _wrong_with("12345")
    assert "区号" in _wrong_with("0378123")


def test_what_the_door_refuses_stands_beside_its_field(citizen: Citizen) -> None:
    response = citizen.submit(place="")
    assert response.status_code == 422
    assert "还缺：地点" in str(response.context["form"].errors["place"])
    assert Case.objects.count() == Petitioner.objects.count() == 0


def test_a_question_needs_no_place(citizen: Citizen) -> None:
    assert citizen.submits(kind="consult", place="", occurred="", object="").place == ""


@pytest.mark.parametrize("channel", ["phone", "message_board", "enterprise", "nothing"])
def test_only_the_channels_of_this_site_are_open(citizen: Citizen, channel: str) -> None:
    assert citizen.get(f"/portal/submit/{channel}/").status_code == 404
    assert citizen.submit(channel).status_code == 404


def test_anonymous_keeps_nothing_of_the_person(citizen: Citizen) -> None:
    refused = citizen.submit(identity="anonymous")
    assert "请把姓名和电话清空" in visible_text(refused)
    case = citizen.submits(identity="anonymous", name="", phone="")
    assert case.anonymous or case.petitioner is None
    assert not case.can_be_called


def test_confidential_is_kept_with_the_case(citizen: Citizen) -> None:
    case = citizen.submits(identity="confidential")
    assert case.confidential
    assert not case.anonymous


def test_a_report_hides_from_the_unit_that_it_is_about(citizen: Citizen) -> None:
    water = citizen.stage.units["water"]
    case = citizen.submits(kind="report", accused_unit=str(water.pk))
    assert case.accused_path == water.path


def test_only_a_report_accuses_a_unit(citizen: Citizen) -> None:
    response = citizen.submit(kind="complaint", accused_unit=str(citizen.stage.units["water"].pk))
    assert "只有举报才选单位" in visible_text(response)


def test_a_picture_comes_with_the_matter_and_is_kept_with_it(citizen: Citizen) -> None:
    case = citizen.submits(papers=[SimpleUploadedFile("灯.jpg", image())])
    kept = Attachment.objects.get(case_id=case.pk)
    assert (kept.kind, kept.content_type) == ("original", "image/jpeg")
    assert Event.objects.get(verb="file.attach").post == "citizen"


def test_a_page_disguised_as_a_picture_is_refused_and_nothing_is_written(citizen: Citizen) -> None:
    response = citizen.submit(papers=[SimpleUploadedFile("灯.jpg", b"<html><script>alert(1)</script></html>")])
    assert response.status_code == 422
    assert Case.objects.count() == Attachment.objects.count() == 0


def test_ten_files_are_too_many(citizen: Citizen) -> None:
    pictures = [SimpleUploadedFile(f"{n}.jpg", image()) for n in range(10)]
    assert "最多9个文件" in visible_text(citizen.submit(papers=pictures))


def test_eleven_wishes_are_too_many(citizen: Citizen) -> None:
    assert "最多写10个诉求" in visible_text(citizen.submit(wishes="\n".join("修路" for _ in range(11))))
    assert Wish.objects.count() == 0


def test_the_field_for_machines_is_refused_in_words(citizen: Citizen) -> None:
    response = citizen.submit(website="http://spam.example")
    assert response.status_code == 422
    assert "须留空" in visible_text(response)
    assert Case.objects.count() == 0


def test_a_form_from_elsewhere_is_refused(citizen: Citizen) -> None:
    citizen.browser.handler.enforce_csrf_checks = True
    assert citizen.submit().status_code == 403


def test_submitting_costs_few_statements(citizen: Citizen) -> None:
    citizen.submit()
    with CaptureQueriesContext(connection) as asked:
        citizen.submit(phone="13800005522")
    assert len(asked) <= 32, "\n".join(q["sql"][:90] for q in asked)


def test_a_name_written_with_a_tag_is_not_run(citizen: Citizen) -> None:
    response = citizen.submit(title="<script>alert(1)</script>", place="")
    assert b"<script>alert(1)" not in response.content


def test_the_phone_is_sealed(citizen: Citizen) -> None:
    citizen.submits()
    assert PHONE.encode() not in bytes(Petitioner.objects.get().phone)

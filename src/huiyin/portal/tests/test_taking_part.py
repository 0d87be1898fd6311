"""A citizen adds to the own case, hurries it and says how it went; each is an act in the journal."""

from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases.models import Case, Wish
from huiyin.files.models import Attachment
from huiyin.files.tests.makers import image
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event, Remark
from huiyin.portal.tests.citizen import Citizen, visible_text
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


def test_a_citizen_says_yes_or_no_to_each_wish(citizen: Citizen) -> None:
    case = handled(citizen, citizen.submits())
    said = {"wish_1": "yes", "wish_2": "no"}
    assert citizen.post("/portal/case/say/", said).status_code == 302
    assert list(Wish.objects.filter(case=case).order_by("ordinal").values_list("petitioner_says", flat=True)) == [
        True,
        False,
    ]
    event = Event.objects.get(verb="case.tick_wishes")
    assert (event.post, event.said["ticks"]) == ("citizen", [{"ordinal": 1, "answered": True}, {"ordinal": 2}])
    page = citizen.sees()
    assert "您表示满意" in page
    assert "您表示不满意" in page
    assert verify_chain(case.pk, Case) == []


def test_before_there_is_an_answer_nothing_is_said_of_it(citizen: Citizen) -> None:
    citizen.submits()
    assert "您满意吗" not in citizen.sees()
    assert citizen.post("/portal/case/say/", {"wish_1": "yes"}).status_code == 409
    assert not Event.objects.filter(verb="case.tick_wishes").exists()


def test_saying_nothing_is_not_an_opinion(citizen: Citizen) -> None:
    handled(citizen, citizen.submits())
    response = citizen.post("/portal/case/say/", {})
    assert response.status_code == 422
    assert "请至少对一项" in visible_text(response)


def test_a_wish_of_another_case_cannot_be_spoken_of(citizen: Citizen) -> None:
    handled(citizen, citizen.submits())
    assert citizen.post("/portal/case/say/", {"wish_9": "yes"}).status_code == 422
    assert not Wish.objects.filter(petitioner_says__isnull=False).exists()


def test_ten_supplements_a_day_are_enough(citizen: Citizen) -> None:
    citizen.submits()
    for n in range(10):
        assert citizen.post("/portal/case/supplement/", {"supplement": f"第{n}次"}).status_code == 302
    assert citizen.post("/portal/case/supplement/", {"supplement": "再一次"}).status_code == 429

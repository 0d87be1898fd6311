"""A unit's handler with a telephone of 375 x 667: signs, calls, photographs, replies, and loses nothing without network."""

import io
from threading import get_ident
from time import thread_time

import pytest
from django.core.signals import request_finished, request_started
from PIL import Image

from huiyin.cases.models import Assignment, Reply
from huiyin.cases.tests.stage import set_stage
from huiyin.desk.tests.signed_in import seat_everybody, user_of
from huiyin.drafts.models import Draft
from huiyin.drafts.queries import kept
from huiyin.files.models import Attachment
from huiyin.files.tests.makers import image
from huiyin.flow import times
from huiyin.people.models import Holding, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SMALL = {"width": 375, "height": 667}
PUBLIC, ACCOUNT = "路灯已经修好，今晚起照明。", "更换灯泡三只，检查线路。"
WIDE = 3000
MOST_TAPS, MOST_LETTERS, MOST_PAGES, MOST_SERVER_SECONDS = 12, 10, 6, 4.0
"""What the way from the first page to the reply may cost beside the answer itself: taps, letters, pages, and the processor's
time on the server for all of them. Two minutes are left for looking and for writing the answer; nobody's minutes are measured here.
"""

TYPED_BESIDE_THE_ANSWER = """() =>
    [...document.querySelectorAll("main input:not([type=hidden], [type=checkbox], [type=file]), main textarea")]
        .filter(field => !["account", "public"].includes(field.name) && field.value !== field.defaultValue)
        .reduce((letters, field) => letters + field.value.length, 0)
"""
COUNT_TAPS = """
    document.addEventListener("click", (event) => {
      if (event.isTrusted) sessionStorage.taps = Number(sessionStorage.taps || 0) + 1;
    }, true)
"""
EVERYTHING_CAME = "() => everythingCame()"
STORED = "() => JSON.stringify(localStorage)"


@pytest.fixture(params=["kaifeng", "dandong"])
def stage(request, monkeypatch, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.VAR = tmp_path
    settings.CITY = request.param
    stage = set_stage(request.param)
    seat_everybody(stage)
    # The server answers in a thread of its own, to which a travelled moment does not reach.
    monkeypatch.setattr(times, "now", lambda: stage.at)
    return stage


@pytest.fixture
def open_as(stage, sit_down):
    def open_page(page, who, address):
        page.set_viewport_size(SMALL)
        return let_it_settle(sit_down(page, user_of(stage, who), address))

    return open_page


def let_it_settle(page):
    """Wait until every part has come: the one connection of the test serves no two requests."""
    page.wait_for_function(EVERYTHING_CAME)
    return page


@pytest.fixture
def share(stage):
    case = stage.dispatch(stage.register().case)
    return stage.share(case)


@pytest.fixture
def in_hand(stage, share):
    stage.later(minutes=5)
    return stage.sign(share.case)


def reply_of(share):
    return f"/moves/assignment/{share.pk}/reply/"


def write_reply(page, stage):
    """Fill in a whole reply, as the city wants it."""
    page.fill("[name=account]", ACCOUNT)
    page.fill("[name=public]", PUBLIC)
    page.select_option("[name=result]", next(result.code for result in stage.book.results if result.solves))
    for flag in ("true_matter", "contacted", "resolved", "answered_petitioner"):
        page.check(f"[name={flag}]")
    page.fill("[name=contacted_how]", "电话")
    page.select_option("[name=wish_results-0-result]", "solved")
    page.fill("[name=wish_results-0-evidence]", "照片")


@pytest.fixture
def server_seconds():
    """Give the processor's time that each request took on the server: another load on the machine does not count."""
    began, took = {}, []

    def begin(**kwargs):
        began[get_ident()] = thread_time()

    def end(**kwargs):
        took.append(thread_time() - began.pop(get_ident(), thread_time()))

    request_started.connect(begin)
    request_finished.connect(end)
    yield took
    request_started.disconnect(begin)
    request_finished.disconnect(end)


def photograph():
    """A picture as heavy as those of a telephone."""
    page = io.BytesIO()
    Image.effect_noise((WIDE, WIDE * 3 // 4), 60).convert("RGB").save(page, "JPEG", quality=80)
    return page.getvalue()


def count_pages(page):
    """Return the addresses of all pages that are loaded from now on."""
    loaded = []
    page.on("load", lambda: loaded.append(page.url))
    return loaded


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]


def test_sign_call_photograph_and_reply_in_a_dozen_taps(stage, share, open_as, phone_page, hindrances, server_seconds):
    phone_page.add_init_script(COUNT_TAPS)
    page = open_as(phone_page, "water.handler", "/")
    loaded = count_pages(page)
    server_seconds.clear()
    page.click(f"a:has-text('{share.case.title}')")
    page.wait_for_url("**/cases/**")
    let_it_settle(page).click(".moves a:has-text('签收') >> nth=0")
    page.click("#doing button:has-text('签收')")
    page.wait_for_selector("text=“签收”已办妥")
    assert fits(let_it_settle(page))
    page.click("button:has-text('呼叫诉求人')")
    page.wait_for_url("**/first_contact/")
    page.select_option("[name=way]", "phone")
    page.check("[name=reached]")
    page.fill("[name=words]", "已约今晚上门")
    letters = page.evaluate(TYPED_BESIDE_THE_ANSWER)
    page.click("main button:has-text('先行联系')")
    page.wait_for_selector("text=“先行联系”已办妥")
    let_it_settle(page).click(".moves a:has-text('反馈') >> nth=0")
    page.wait_for_selector("#doing [name=public]")
    assert fits(page)
    write_reply(page, stage)
    page.set_input_files("[name=move_files]", {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    # On a slow network four megabytes would take more than a minute.
    page.wait_for_selector("text=照片已缩小以便上传")
    letters += page.evaluate(TYPED_BESIDE_THE_ANSWER)
    assert hindrances(page) == []
    page.click("#doing button:has-text('反馈')")
    page.wait_for_selector("text=“反馈”已办妥")
    assert Reply.objects.get(assignment=share).public == PUBLIC
    photo = Attachment.objects.get(subject_id=share.pk)
    assert (photo.kind, photo.width < WIDE) == ("evidence", True)
    # Ticks count as taps; texts and choices of a list do not.
    assert int(page.evaluate("sessionStorage.taps")) <= MOST_TAPS
    assert 0 < letters <= MOST_LETTERS
    assert len(loaded) <= MOST_PAGES, loaded
    assert sum(server_seconds) <= MOST_SERVER_SECONDS
    assert not Draft.objects.exists()


def test_without_network_one_types_on_and_it_is_sent_when_that_comes_back(stage, in_hand, open_as, phone_page):
    page = open_as(phone_page, "water.handler", reply_of(in_hand))
    page.context.set_offline(True)
    write_reply(page, stage)
    page.set_input_files("[name=move_files]", {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": image()})
    page.wait_for_selector("#move-draft-state:has-text('内容已加密留在本机')")
    stored = page.evaluate(STORED)
    assert "huiyin-draft:" in stored
    assert "路灯" not in stored
    assert page.locator("#move-draft-state.draft-failed").count() == 0
    page.click("main button:has-text('反馈')")
    page.wait_for_selector(".waits-for-network:has-text('连上网络后自动提交')")
    assert page.locator("#messages .error").count() == 0
    assert not Reply.objects.exists()
    page.context.set_offline(False)
    page.wait_for_selector("text=“反馈”已办妥")
    assert Reply.objects.get().public == PUBLIC
    assert Attachment.objects.get(subject_id=in_hand.pk).kind == "evidence"
    assert page.evaluate(STORED).count("huiyin-draft:") == 0
    expected = "awaiting_sign_off" if stage.book.sign_off.required else "replied"
    assert Assignment.objects.get(pk=in_hand.pk).state == expected


def test_a_browser_that_closes_without_network_brings_it_back_to_this_person_alone(
    stage, in_hand, open_as, phone_page, live_server
):
    if stage.city != "kaifeng":
        pytest.skip("the same in both cities")
    other = User.objects.create_user("second", "乙某")
    Holding.objects.create(
        user=other, post="unit_handler", unit=stage.units["water"], since=stage.at.replace(year=2017)
    )
    stage.actors["second"] = stage.who("water.handler").__class__(other.pk, other.name)
    page = open_as(phone_page, "water.handler", reply_of(in_hand))
    page.context.set_offline(True)
    page.fill("[name=public]", PUBLIC)
    page.wait_for_selector("#move-draft-state:has-text('内容已加密留在本机')")
    # A page that is left sends a last time, past what the browser pretends of its network.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    page.goto("about:blank")
    page.context.set_offline(False)
    open_as(page, "second", reply_of(in_hand))
    page.wait_for_function(EVERYTHING_CAME)
    assert page.input_value("[name=public]") == ""
    assert "路灯" not in page.evaluate(STORED)
    open_as(page, "water.handler", reply_of(in_hand))
    page.wait_for_selector("#move-draft-state:has-text('草稿已存')")
    assert page.input_value("[name=public]") == PUBLIC
    assert "huiyin-draft:" not in page.evaluate(STORED)
    handler = stage.who("water.handler").user_id
    assert kept(handler, f"assignment.{in_hand.pk}.reply").typed["public"] == [PUBLIC]
    # What the server keeps comes back on the next page, and can be thrown away there.
    open_as(page, "water.handler", reply_of(in_hand))
    assert page.input_value("[name=public]") == PUBLIC
    page.click("button:has-text('不要，重新填写')")
    page.wait_for_load_state()
    assert page.input_value("[name=public]") == ""

"""A citizen submits, follows, is not content, says that nothing was done; the centre has it done again; in Chromium."""

import re

import pytest
from django.core.cache import cache

from huiyin.callbacks.models import Objection
from huiyin.cases.models import Case, Wish
from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.files.models import Attachment
from huiyin.files.tests.makers import image
from huiyin.flow import times
from huiyin.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIGHT = 100_000
PHONE = {"width": 375, "height": 667}
SCREEN_FORM = {"cause": "untrue_feedback", "decision": "已到现场看过，确实没有修。已责成单位今晚修好。"}


@pytest.fixture
def city(request, monkeypatch, settings, tmp_path):
    settings.CITY, settings.MEDIA_ROOT = request.param, tmp_path
    cache.clear()
    stage = set_stage(request.param)
    seat_everybody(stage)
    # The server answers in a thread of its own, to which a travelled moment does not reach.
    monkeypatch.setattr(times, "now", lambda: stage.at)
    return stage


class Phone:
    """A citizen's telephone: every page that it opens is weighed, fits its width and hinders nobody."""

    def __init__(self, page, server, hindrances):
        self.page, self.server, self.hindrances = page, server, hindrances
        self.weights: dict[str, int] = {}
        page.set_viewport_size(PHONE)
        self._network = page.context.new_cdp_session(page)
        self._network.send("Network.enable")
        self._network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self._network.on("Network.loadingFinished", self._came)
        self._loaded = 0.0

    def _came(self, what):
        self._loaded += what["encodedDataLength"]

    def does(self, act):
        """Do something that opens a page, and look at the page."""
        self._loaded = 0.0
        act()
        self.page.wait_for_load_state("networkidle")
        name = re.sub(r"^https?://[^/]+", "", self.page.url)
        self.weights[name] = max(self.weights.get(name, 0), round(self._loaded))
        assert 0 < self._loaded < LIGHT, (name, self._loaded)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
        assert self.hindrances is None or self.hindrances(self.page) == [], name

    def opens(self, path):
        self.does(lambda: self.page.goto(f"{self.server}{path}"))

    def presses(self, name):
        self.does(lambda: self.page.get_by_role("button", name=name, exact=True).click())

    @property
    def text(self):
        return self.page.inner_text("main")


def submits(phone):
    """Submit a matter with a photograph and return number and code."""
    page = phone.page
    phone.opens("/portal/")
    phone.does(page.get_by_role("link", name="在网上提交").click)
    page.get_by_label("一句话说清是什么事").fill("柳巷路口路灯不亮")
    page.get_by_label("详细情况").fill("三盏路灯已一周不亮，晚上看不清路。")
    page.get_by_label("希望怎样解决").fill("修好三盏路灯\n告诉我哪天修好")
    page.get_by_label("地点").fill("柳巷")
    page.get_by_label("什么时候发生的").fill("上周起")
    page.get_by_label("反映的是谁或什么").fill("路灯")
    page.get_by_label("您想要什么").select_option("complaint")
    page.get_by_label("属于哪一类").select_option(index=1)
    page.get_by_label("姓名或单位名称").fill("欧阳小满")
    page.get_by_label("联系电话").fill("13800005521")
    page.get_by_label("照片或材料").set_input_files({"name": "灯.jpg", "mimeType": "image/jpeg", "buffer": image()})
    phone.presses("提交")
    assert "前答复您" in phone.text
    return page.locator("dd.big").all_inner_texts()


def looks(phone, number, code):
    """Come back another day with number and code."""
    phone.page.context.clear_cookies()
    phone.opens("/portal/follow/")
    phone.page.get_by_label("工单编号").fill(number)
    phone.page.get_by_label("查询码").fill(code)
    phone.presses("查询")
    return phone.text


def is_not_content(phone):
    """Rate each wish, then say that nothing was done and ask for it to be done again, with a photograph."""
    page = phone.page
    first, second = (page.get_by_role("group", name=re.compile(f"第{n}项")) for n in (1, 2))
    first.get_by_label("没有办", exact=True).check()
    first.get_by_label("您满意吗").select_option("dissatisfied")
    second.get_by_label("办了一部分").check()
    phone.presses("提交评价")
    assert "您的评价：没有办，不满意" in phone.text
    assert "您的评价：办了一部分" in phone.text
    page.get_by_text("要求重新办理", exact=True).click()
    page.get_by_label("单位说办了，其实没办").check()
    phone.presses("提交")
    assert "请填写“哪里没有办好，希望怎样”" in phone.text
    assert page.get_by_label("单位说办了，其实没办").is_checked()
    page.get_by_label("哪里没有办好，希望怎样").fill("三盏灯一盏也没亮")
    papers = page.locator("#object_papers")
    papers.set_input_files({"name": "还是黑的.jpg", "mimeType": "image/jpeg", "buffer": image(size=(60, 40))})
    phone.presses("提交")
    assert "中心正在研究，将在这里答复您" in phone.text


def supervisor_grants(page, server, client, stage):
    """Let the supervisor find what waits on the own home, and have it done again."""
    user = User.objects.get(pk=stage.who("supervisor").user_id)
    client.force_login(user, backend="huiyin.people.backends.ByNumber")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server}
    page.context.add_cookies([cookie])
    page.goto(f"{server}/")
    assert page.get_by_role("heading", name="诉求人异议待答复").is_visible()
    page.get_by_role("link", name="柳巷路口路灯不亮").click()
    page.get_by_role("link", name="查看并答复").click()
    page.wait_for_selector("h1:has-text('诉求人异议')")
    assert page.get_by_text("三盏灯一盏也没亮").is_visible()
    assert page.get_by_text("诉求人：没有办，不满意").is_visible()
    page.get_by_role("link", name="同意重新办理").click()
    page.get_by_label("重办原因").select_option(SCREEN_FORM["cause"])
    page.get_by_label("答复诉求人").fill(SCREEN_FORM["decision"])
    page.get_by_role("button", name="同意重新办理").click()
    page.wait_for_selector("text=查实未办")


def handled(stage, case, **reply):
    """Let the unit answer and the centre pass the answer."""
    stage.reply(case, **reply)
    stage.later(hours=1)
    return stage.pass_audit(case, **({"answer": reply["public"]} if stage.book.answers.answered_by == "centre" else {}))


def played(phone, staff_page, client, stage):
    number, code = submits(phone)
    case = stage.dispatch(Case.objects.get(number=number))
    assert "正在办理" in looks(phone, number, code)
    stage.later(hours=2)
    stage.sign(case)
    stage.later(hours=20)
    handled(stage, case, public="路灯已全部修复。")
    text = looks(phone, number, code)
    assert "路灯已全部修复。" in text
    assert "已办结" in text
    is_not_content(phone)
    stage.later(hours=3)
    supervisor_grants(staff_page, phone.server, client, stage)
    text = looks(phone, number, code)
    assert SCREEN_FORM["decision"] in text
    assert "中心同意重新办理" in text
    assert "承办单位须在" in text
    stage.later(hours=5)
    handled(stage, case, public="三盏路灯均已更换灯头，今晚已亮。")
    text = looks(phone, number, code)
    assert "今晚已亮" in text
    assert "已办结" in text
    assert "您的评价" not in text
    phone.presses("结束查看")
    phone.opens("/portal/case/")
    assert "查询码" in phone.text
    return Case.objects.get(number=number)


def stands_in_the_books(case):
    """What the citizen said and what the centre found is kept, each as what it is."""
    row = Objection.objects.get(case=case)
    assert (row.undone, row.upheld, row.state) == (True, True, "granted")
    assert case.redos == 1
    assert Attachment.objects.filter(case_id=case.pk, kind="original").count() == 2
    assert set(Wish.objects.filter(case=case).values_list("petitioner_says", flat=True)) == {None}


@pytest.mark.parametrize("city", ["kaifeng"], indirect=True)
def test_a_citizen_is_heard_to_the_end(city, live_server, phone_page, browser_page, client, hindrances):
    phone = Phone(phone_page, live_server.url, hindrances)
    stands_in_the_books(played(phone, browser_page, client, city))
    assert len(phone.weights) >= 6


@pytest.mark.parametrize("city", ["dandong"], indirect=True)
def test_and_needs_no_script_for_it(city, live_server, scriptless_page, browser_page, client):
    # axe waits for timers, which do not run where no script may: the same pages were looked at with it above.
    phone = Phone(scriptless_page, live_server.url, None)
    stands_in_the_books(played(phone, browser_page, client, city))

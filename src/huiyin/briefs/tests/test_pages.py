"""The pages of papers: drawn up with one click, edited without script, read, laid before leaders; nothing for strangers."""

import re
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from huiyin.briefs.models import Brief, BriefMatter
from huiyin.briefs.source import read_back
from huiyin.flow import times
from huiyin.instructions.models import Instruction
from huiyin.journal.models import Event


def at(name, *args):
    return reverse(f"briefs:{name}", args=args)


def boxes(page):
    """What the form of the editor would send as it stands."""
    text = page.content.decode()
    sent = {}
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', text, re.S):
        sent[name] = value
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if (
            name
            and 'type="checkbox"' not in tag
            and (re.match(r"text-|title-|caption-|top-", name[1]) or name[1] == "seen")
        ):
            sent[name[1]] = value[1] if value else ""
    return sent


@pytest.fixture
def june(kaifeng):
    """The office on the day after its eventful June."""
    with times.travelling(kaifeng.stage.at):
        yield kaifeng


def test_a_paper_through_its_pages(june):
    kaifeng = june
    editor = kaifeng.client("editor")
    page = editor.get(at("papers"))
    assert "起草本期" in page.content.decode()
    made = editor.post(at("new"), {"kind": "weekly", "move_key": "k1"})
    brief = Brief.objects.get(kind="weekly")
    assert made.headers["Location"] == at("edit", brief.number)
    assert (str(brief.hour), brief.until.isoweekday()) == ("16:00:00", 4)
    # A second click is the same paper.
    editor.post(at("new"), {"kind": "weekly", "move_key": "k1"})
    assert editor.post(at("new"), {"kind": "weekly", "move_key": "k2"}).headers["Location"] == at("paper", brief.number)
    assert Brief.objects.count() == 1

    # The editor: what is typed over a figure does nothing, brackets without a name are words.
    page = editor.get(at("edit", brief.number))
    sent = boxes(page)
    assert "【受理 " in sent["text-1"]
    changed = re.sub("【受理 [^】]*】", "【受理 99999】", sent["text-1"]) + "另有【备注 甲】和3件。"
    sent |= {"text-1": changed, "do": "save", "move_key": "k3"}
    last = max(int(name[5:]) for name in sent if name.startswith("text-"))
    sent[f"text-{last}"] = "建议城管部门加强巡查。"
    assert editor.post(at("edit", brief.number), sent).status_code == 302
    brief.refresh_from_db()
    entries = read_back(brief.source)
    assert "{{accepted}}" in entries[1].text
    assert "【备注 甲】" in entries[1].text
    assert not entries[last].revise
    page = editor.get(at("edit", brief.number)).content.decode()
    assert "没有绑定的数字：3" in page
    assert "99999" not in page
    # An older page is told that somebody was quicker.
    assert editor.post(at("edit", brief.number), sent | {"move_key": "k4"}).status_code == 409

    # Buttons keep what is typed.
    now = boxes(editor.get(at("edit", brief.number)))
    count = len(entries)
    editor.post(at("edit", brief.number), now | {"text-0": "一、情况", "do": "add_paragraph:0", "move_key": "k5"})
    brief.refresh_from_db()
    assert (len(brief.source), brief.source[0]["text"], brief.source[1]["text"]) == (count + 1, "一、情况", "")

    # A figure is chosen by measure and scope, seen, and inserted.
    where = {"at": "1", "measure": "accepted", "channel": "phone", "form": "share", "period": "this"}
    assert "受理·电话·占比" in editor.get(at("choose_figure", brief.number), where).content.decode()
    editor.post(at("choose_figure", brief.number), where)
    brief.refresh_from_db()
    assert brief.source[1]["text"] == "{{accepted?channel=phone:share}}"
    assert editor.get(at("choose_figure", brief.number), where | {"channel": ""}).status_code == 200
    # One from outside carries its source.
    said = {"at": "1", "label": "呼入", "text": "224,549", "source": "话务平台年报", "move_key": "k6"}
    editor.post(at("outside", brief.number), said)
    figure = brief.figures.get(label="呼入")
    brief.refresh_from_db()
    assert brief.source[1]["text"].endswith(f"{{{{{figure.key}}}}}")
    assert "话务平台年报" in editor.get(at("figure", brief.number), {"key": figure.key}).content.decode()
    # A table and a case.
    table = {
        "at": "1",
        "made": "bar",
        "by": "channel",
        "measure": ["accepted", "closed"],
        "top": "5",
        "caption": "图一",
    }
    editor.post(at("choose_table", brief.number), table)
    number = kaifeng.stage.register(title="电话13800001111找王某", text="王某住处漏水").case.number
    editor.post(at("choose_case", brief.number), {"at": "2", "number": number})
    page = editor.get(at("paper", brief.number)).content.decode()
    assert editor.get(re.search(r'<img src="([^"]+/chart/[^"]+)"', page)[1]).content.startswith(b"<svg")
    assert number in page
    assert "13800001111" not in page
    assert "王某住处" not in page
    # Each figure leads to its definition and its cases.
    page = editor.get(at("figure", brief.number), {"key": "accepted"}).content.decode()
    assert "期间内受理的诉求件数" in page
    pdf = editor.get(at("pdf", brief.number))
    assert pdf.content.startswith(b"%PDF")
    assert Event.objects.get(verb="export.paper").said["format"] == "pdf", "who takes a paper as a file is written down"

    for who in ("agent", "water.head", "vice_mayor"):
        stranger = kaifeng.client(who)
        assert stranger.get(at("paper", brief.number)).status_code == 404
        assert stranger.get(at("edit", brief.number)).status_code == 404
    assert kaifeng.client("supervisor").get(at("edit", brief.number)).status_code == 404


@pytest.mark.mission(116)
def test_an_instruction_on_a_report_of_two_periods(kaifeng, monkeypatch):
    monkeypatch.setattr("huiyin.briefs.checked.findings_of", lambda brief: ())
    kaifeng.stage.later(days=40)
    editor = kaifeng.client("editor")
    with times.travelling(kaifeng.stage.at):
        page = editor.get(at("new"), {"kind": "half_year"}).content.decode()
        july = re.search(r'<option value="([^"]+)">2018年7月<', page)[1]
        editor.post(at("new"), {"kind": "half_year", "second": july})
    brief = Brief.objects.get(kind="half_year")
    assert brief.period == "2018年上半年暨7月份"
    with times.travelling(kaifeng.stage.at):
        where = {"at": "1", "measure": "accepted", "period": "second", "form": "value"}
        assert editor.post(at("choose_figure", brief.number), where).status_code == 302
    brief.refresh_from_db()
    assert brief.figures.get(key="accepted@second").scope["since"] == "2018-07-01"
    brief = kaifeng.until(kaifeng.revised(brief), "distribute")
    with times.travelling(kaifeng.stage.at):
        mayor = str(kaifeng.who("city_leader").user_id)
        supervisor = kaifeng.client("supervisor")
        assert supervisor.post(at("present", brief.number), {"leaders": [mayor], "advice": ""}).status_code == 302
        matter = BriefMatter.objects.get(brief=brief).matter
        assert (matter.about, matter.title) == (brief.period, brief.title)
        assert "受理群众诉求" in matter.text
        found = Instruction.objects.get(matter=matter)
        leader = kaifeng.client("city_leader")
        page = leader.get(reverse("instructions:read", args=[found.number]))
        assert page.status_code == 200
        assert found.name in supervisor.get(at("paper", brief.number)).content.decode()


def test_a_file_goes_to_wps_and_comes_back(kaifeng):
    brief = kaifeng.drawn("operation")
    editor = kaifeng.client("editor")
    sent = editor.get(at("docx", brief.number)).content
    file = docx.Document(BytesIO(sent))
    target = next(one for one in file.paragraphs if "由编辑在此写明" in one.text)
    target.runs[0].text = "夜间施工投诉较多，有88件。"
    for run in target.runs[1:]:
        run.text = ""
    edited = BytesIO()
    file.save(edited)
    edited.seek(0)
    edited.name = "改过.docx"
    before = [one for one in read_back(brief.source) if one.type in {"table", "chart"}]
    answer = editor.post(at("docx_back", brief.number), {"file": edited})
    assert "88" in answer.content.decode()
    brief.refresh_from_db()
    entries = read_back(brief.source)
    assert any(getattr(one, "text", "") == "夜间施工投诉较多，有88件。" for one in entries)
    assert any("{{accepted}}" in getattr(one, "text", "") for one in entries)
    assert [one for one in entries if one.type in {"table", "chart"}] == before
    assert editor.post(at("docx_back", brief.number), {"file": BytesIO(b"no")}).status_code == 422

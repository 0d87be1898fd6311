"""A paper from draft to archive: figures counted, hands in their order, number without gap, frozen, read."""

import pytest
from django.db import IntegrityError, transaction

from huiyin.briefs.act import draw_up_correction
from huiyin.briefs.composing.document import document_of
from huiyin.briefs.counting import unpacked
from huiyin.briefs.effects import hash_of
from huiyin.briefs.models import Brief, BriefFigure, SignedBrief
from huiyin.briefs.queries import unread_by, visible_to, waiting_for
from huiyin.cases.models import Case
from huiyin.documents.words import bound_keys, plain_text
from huiyin.flow.table import NotYours, Refused
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.statistics.collecting import registry_for


def test_from_draft_to_archive(kaifeng, monkeypatch):
    monkeypatch.setattr("huiyin.briefs.checked.findings_of", lambda brief: ())
    brief = kaifeng.drawn("operation")
    document = document_of(brief)
    # Every figure that is printed has its row, and is what its measure counts over the paper's period.
    assert set(bound_keys(document)) == set(brief.figures.values_list("key", flat=True))
    scope = Scope(since=brief.since, until=brief.until, hour=brief.hour, book=kaifeng.stage.book)
    one = brief.figures.get(key="accepted")
    assert one.text == figure(registry_for(scope.book), "accepted", scope).text() == "11"
    assert Case.objects.filter(pk__in=unpacked(one.cases)).count() == 11
    rate = brief.figures.get(key="headline_rate")
    assert (rate.value, [part["text"] for part in rate.parts]) == ("7/11", ["7", "11"])
    assert brief.title == "2018年6月市长专线电话运行情况"
    assert "2018年6月（2018年5月26日至2018年6月25日）" in plain_text(document)

    # The template leaves words to the editor: until they are written nothing goes on.
    with pytest.raises(Refused, match="没有改写"):
        kaifeng.move(brief, "submit")
    brief = kaifeng.revised(brief)
    brief = kaifeng.move(brief, "submit")
    with pytest.raises(NotYours):
        kaifeng.move(brief, "pass_review", "editor")
    brief = kaifeng.move(brief, "remark", "supervisor", text="核对第二段", about="第2段")
    brief = kaifeng.move(brief, "pass_review")
    brief = kaifeng.move(brief, "send_back", "director", reason="标题再改")
    assert (brief.state, brief.words) == ("draft", "标题再改")
    assert waiting_for(kaifeng.who("editor")) == 1, "what was sent back waits for whoever wrote it"
    brief = kaifeng.until(brief, "sign")
    assert (brief.sign, brief.year, brief.signed_by_id) == (
        "第1期（总第1期）", 2018, kaifeng.who("secretary_general").user_id
    )  # fmt: skip
    signed = SignedBrief.objects.get(brief=brief)
    assert signed.hash == hash_of(signed.document, signed.figures)
    assert signed.document["head"]["number"] == "第1期（总第1期）"
    assert not visible_to(kaifeng.who("vice_mayor")).exists()

    # What was signed stands fast, whoever asks the database.
    for change in (
        lambda: Brief.objects.filter(pk=brief.pk).update(title="另一个标题"),
        lambda: BriefFigure.objects.filter(brief=brief, key="accepted").update(text="12"),
        lambda: SignedBrief.objects.filter(brief=brief).update(hash="0"),
        lambda: BriefFigure.objects.filter(brief=brief).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

    brief = kaifeng.move(brief, "distribute")
    leader = kaifeng.who("vice_mayor")
    assert [one.pk for one in unread_by(leader)] == [brief.pk]
    brief = kaifeng.move(brief, "read", "vice_mayor")
    assert not unread_by(leader).exists()
    assert brief.readers.get(user=leader.user_id).read_at
    # Of a unit the first reading counts, and its units are those directly below the centre.
    brief = kaifeng.move(brief, "read", "water.head")
    assert brief.readers.get(unit=kaifeng.stage.units["water"]).read_by_id == kaifeng.who("water.head").user_id
    assert set(brief.readers.exclude(unit=None).values_list("unit__depth", flat=True)) == {1}
    with pytest.raises(NotYours):
        kaifeng.move(brief, "read", "water.handler")
    assert not visible_to(kaifeng.who("agent")).exists()
    brief = kaifeng.move(brief, "archive")

    # A correction is an issue of its own that names the old one.
    later = draw_up_correction(brief, actor=kaifeng.who("editor"), at=kaifeng.stage.at)
    assert (later.corrects_id, later.period) == (brief.pk, brief.period)
    assert "第1期（总第1期）" in plain_text(document_of(later))
    later = kaifeng.until(kaifeng.revised(later), "sign")
    assert later.sign == "第2期（总第2期）"
    with pytest.raises(Refused, match="已有更正"):
        draw_up_correction(brief, actor=kaifeng.who("editor"), at=kaifeng.stage.at)

"""Handing out: only to whom the thing allows it, and in a way that no browser runs what is in it."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from huiyin.files import ports
from huiyin.files.act import attach, remove
from huiyin.files.responses import file_response
from huiyin.files.taking import TAKEN
from huiyin.files.tests.conftest import NINE
from huiyin.files.tests.makers import image, pdf, upload
from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.journal.models import Event
from huiyin.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader():
    return User.objects.create_user("1001", "承办人甲", "a long password")


@pytest.fixture
def signed_in(client, reader):
    client.force_login(reader, backend="huiyin.people.backends.ByNumber")
    return client


@pytest.fixture
def allowed(rules, reader, reply):
    ports.readers_of("reply", lambda actor, pk: actor.user_id == reader.pk and pk == reply["subject_id"])


def bring(data, name, reply, handler):
    return attach(upload(data, name), **reply, actor=handler, at=NINE)


def at(kept, page="download"):
    return reverse(f"files:{page}", args=[kept.pk])


def test_whom_the_thing_allows_it_gets_the_file(signed_in, allowed, reply, handler):
    answer = signed_in.get(at(bring(pdf(), "答复 1.pdf", reply, handler)))
    assert answer.status_code == 200
    assert answer.content == pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E7%AD%94%E5%A4%8D%201.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-cache"


def test_who_took_it_is_written_down_once_in_a_while_without_its_name(signed_in, allowed, reader, reply, handler):
    photo = bring(image(), "王某家门口.jpg", reply, handler)
    for page in ("show", "show", "download"):
        signed_in.get(at(photo, page))
    taken = Event.objects.filter(subject_id=photo.pk, verb__in=TAKEN)
    assert sorted(taken.values_list("verb", "actor_id")) == [("file.download", reader.pk), ("file.show", reader.pk)]
    assert "王某" not in str(list(taken.values("said")))


def test_a_stranger_finds_nothing(signed_in, rules, reply, handler):
    ports.readers_of("reply", lambda actor, pk: False)
    kept = bring(image(), "x.jpg", reply, handler)
    assert signed_in.get(at(kept)).status_code == 404
    assert signed_in.get(at(kept, "show")).status_code == 404


def test_where_nobody_said_who_may_read_nobody_may(signed_in, rules, reply, handler):
    assert signed_in.get(at(bring(pdf(), "x", reply, handler))).status_code == 404


def test_a_visitor_is_sent_to_the_sign_in_whether_there_is_a_file_or_not(client, allowed, reply, handler):
    kept = bring(pdf(), "x", reply, handler)
    there, nowhere = client.get(at(kept)), client.get(reverse("files:download", args=[uuid7()]))
    assert there.status_code == nowhere.status_code == 302
    assert "sign-in" in there["Location"]


def test_what_was_removed_is_no_longer_handed_out(signed_in, allowed, reply, handler):
    kept = bring(pdf(), "x", reply, handler)
    remove(kept, "传错了", actor=handler, at=NINE)
    assert signed_in.get(at(kept)).status_code == 404


def test_a_file_is_only_read_never_written(signed_in, allowed, reply, handler):
    kept = bring(pdf(), "x", reply, handler)
    assert signed_in.post(at(kept)).status_code == 405
    assert signed_in.head(at(kept)).status_code == 200


def test_a_picture_may_be_looked_at(signed_in, allowed, reply, handler):
    answer = signed_in.get(at(bring(image(), "现场.jpg", reply, handler), "show"))
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("data", [pdf(), b"plain text", b"GIF89a <script>alert(1)</script>"])
def test_anything_else_is_never_shown_from_our_address(signed_in, allowed, reply, handler, data):
    kept = bring(data, "x.html", reply, handler)
    assert signed_in.get(at(kept, "show")).status_code == 404
    answer = file_response(kept, actor=handler, at=NINE, show=True)
    assert answer["Content-Disposition"].startswith("attachment")
    assert signed_in.get(at(kept))["Content-Type"] not in {"text/html", "image/gif", "image/svg+xml"}


def test_a_name_cannot_bring_a_header_of_its_own(signed_in, allowed, reply, handler):
    kept = bring(pdf(), 'x"\r\nSet-Cookie: a=b;.pdf', reply, handler)
    answer = signed_in.get(at(kept))
    assert "Set-Cookie:" not in str(answer.headers)
    assert "\n" not in answer["Content-Disposition"]


def test_the_rule_is_asked_with_the_actor_and_the_thing(signed_in, rules, reader, reply, handler):
    asked = []
    ports.readers_of("reply", lambda actor, pk: asked.append((actor, pk)) or True)
    signed_in.get(at(bring(pdf(), "x", reply, handler)))
    ((actor, pk),) = asked
    assert isinstance(actor, Actor)
    assert (actor.user_id, pk) == (reader.pk, reply["subject_id"])


def test_two_rules_for_one_kind_of_thing_are_refused(rules):
    ports.readers_of("reply", lambda actor, pk: True)
    with pytest.raises(ValueError, match="reply"):
        ports.readers_of("reply", lambda actor, pk: False)


def test_a_list_leads_to_pictures_to_look_at_and_to_files_to_save(rules, reply, handler):
    picture, paper = bring(image(), "现场.jpg", reply, handler), bring(pdf(), "<b>答复.pdf", reply, handler)
    shown = render_to_string("files/list.html", {"attachments": [picture, paper]})
    assert f'href="{at(picture, "show")}"' in shown
    assert f'href="{at(paper)}"' in shown
    assert "办理佐证" in shown
    assert "2018-06-01 09:00" in shown
    assert "没有附件" in render_to_string("files/list.html", {"attachments": []})

"""Bringing a file: it is kept sealed, counted, entered in the journal; or refused, and then nothing is left of it."""

import pytest
from django.db import IntegrityError, transaction

from huiyin.files import act, limits, storage
from huiyin.files.act import attach, content_of, erase, prepare, remove
from huiyin.files.models import Attachment
from huiyin.files.problems import ContentMissing, UploadRefused
from huiyin.files.queries import attachments_by_subject, attachments_of, attachments_of_case, stored_names_in_use
from huiyin.files.tests.conftest import NINE
from huiyin.files.tests.makers import image, jpeg_from_a_phone, pdf, upload
from huiyin.flow.ids import uuid7
from huiyin.journal.models import Event
from huiyin.privacy.installed import using
from huiyin.privacy.keys import new_ring
from huiyin.privacy.problems import KeyLost, SealBroken

pytestmark = pytest.mark.django_db(transaction=True)


def bring(data, name, reply, handler):
    return attach(upload(data, name), **reply, actor=handler, at=NINE)


def test_what_is_brought_can_be_read_again(reply, handler):
    kept = bring(pdf(), "../答复.exe", reply, handler)
    again = Attachment.objects.get(pk=kept.pk)
    assert content_of(again) == pdf()
    assert (again.name, again.content_type, again.size) == ("答复.pdf", "application/pdf", len(pdf()))
    assert (again.uploaded_by, again.at, again.case_id) == (handler.user_id, NINE, None)
    assert list(attachments_of("reply", reply["subject_id"])) == [again]


def test_a_photo_is_kept_upright_and_with_its_size(reply, handler):
    kept = bring(jpeg_from_a_phone(), "现场.jpg", reply, handler)
    assert (kept.width, kept.height) == (20, 40)
    assert b"Exif" not in content_of(kept)


def test_on_the_disk_nothing_can_be_read(reply, handler, files_on_disk):
    bring(pdf(b"very private"), "张三的身份证.pdf", reply, handler)
    (path,) = files_on_disk()
    assert b"very private" not in path.read_bytes()
    assert b"PDF" not in path.read_bytes()
    assert storage.STORED_NAME.fullmatch(path.name)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_files_swapped_on_the_disk_do_not_open(reply, handler):
    first, second = bring(pdf(b"1"), "a", reply, handler), bring(pdf(b"2"), "b", reply, handler)
    storage.write(first.stored_name, storage.read(second.stored_name))
    with pytest.raises(SealBroken):
        content_of(first)


def test_without_the_key_and_without_the_file_there_is_no_content(reply, handler):
    kept = bring(pdf(), "a", reply, handler)
    with using(new_ring()), pytest.raises(KeyLost):
        content_of(kept)
    storage.remove(kept.stored_name)
    with pytest.raises(ContentMissing, match="请从备份中恢复"):
        content_of(kept)


def test_the_journal_says_who_brought_what_but_not_its_name(reply, handler):
    kept = bring(pdf(), "张三的身份证.pdf", reply, handler)
    event = Event.objects.get(verb="file.attach")
    assert (event.subject_kind, event.subject_id, event.actor_id) == ("attachment", kept.pk, handler.user_id)
    assert event.said == {"of": "reply", "of_id": str(reply["subject_id"]), "kind": "evidence", "size": kept.size}


def test_the_same_file_brought_twice_is_one(reply, handler, files_on_disk):
    first, second = bring(pdf(), "a", reply, handler), bring(pdf(), "b", reply, handler)
    assert first == second
    assert len(files_on_disk()) == Event.objects.count() == 1


def test_the_same_file_for_another_thing_is_another(reply, handler):
    first = bring(pdf(), "a", reply, handler)
    assert first != bring(pdf(), "a", {**reply, "subject_id": uuid7()}, handler)
    assert first != bring(pdf(), "a", {**reply, "kind": "scan"}, handler)


def test_many_things_show_their_files_in_one_statement(reply, handler, django_assert_num_queries):
    other = {**reply, "subject_id": uuid7()}
    mine, theirs = bring(pdf(b"1"), "a", reply, handler), bring(pdf(b"2"), "b", other, handler)
    with django_assert_num_queries(1):
        found = attachments_by_subject("reply", [reply["subject_id"], other["subject_id"], uuid7()])
    assert found == {reply["subject_id"]: [mine], other["subject_id"]: [theirs]}


class TestLimits:
    """Too large, too many, too much."""

    @pytest.fixture(autouse=True)
    def small_limits(self, monkeypatch):
        small = {**limits.MAX_BYTES, limits.Family.DOCUMENT: 1000, limits.Family.IMAGE: 5000}
        monkeypatch.setattr(act, "MAX_BYTES", small)
        monkeypatch.setattr(act, "MAX_BYTES_OF_ANY", 10_000)
        monkeypatch.setattr(act, "MAX_FILES_PER_SUBJECT", 3)
        monkeypatch.setattr(act, "MAX_BYTES_PER_SUBJECT", 2000)

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (pdf(b"x" * 1000), "文件过大：文档不能超过"),
            (pdf(b"x" * 10_000), "文件过大：不能超过"),
            (image("BMP", size=(50, 50)), "文件过大：图片不能超过"),
        ],
    )
    def test_too_large_a_file_is_refused(self, reply, handler, files_on_disk, data, why):
        with pytest.raises(UploadRefused, match=why):
            bring(data, "x", reply, handler)
        assert not files_on_disk()
        assert not Attachment.objects.exists()
        assert not Event.objects.exists()

    def test_no_more_is_read_than_may_be_brought(self, reply, handler):
        endless = _Endless()
        with pytest.raises(UploadRefused, match="文件过大"):
            prepare(endless)
        assert endless.taken <= 10_001

    def test_a_thing_has_no_more_than_so_many_files(self, reply, handler, files_on_disk):
        for n in range(3):
            bring(pdf(str(n).encode()), "x", reply, handler)
        with pytest.raises(UploadRefused, match="附件过多：每处最多3个"):
            bring(pdf(b"one more"), "x", reply, handler)
        assert len(files_on_disk()) == Attachment.objects.count() == Event.objects.count() == 3
        bring(pdf(b"one more"), "x", {**reply, "subject_id": uuid7()}, handler)

    def test_a_removed_file_makes_room(self, reply, handler):
        kept = [bring(pdf(str(n).encode()), "x", reply, handler) for n in range(3)]
        remove(kept[0], "传错了", actor=handler, at=NINE)
        bring(pdf(b"one more"), "x", reply, handler)

    def test_a_thing_has_no_more_than_so_many_bytes(self, reply, handler):
        bring(pdf(b"1" * 900), "x", reply, handler)
        bring(pdf(b"2" * 900), "x", reply, handler)
        with pytest.raises(UploadRefused, match="附件合计过大"):
            bring(pdf(b"3" * 900), "x", reply, handler)


class _Endless:
    name = "x"
    taken = 0

    def read(self, length):
        self.taken += length
        return b"\xff\xd8\xff" + b"\0" * (length - 3)


def test_an_unknown_purpose_is_a_mistake(reply, handler, files_on_disk):
    with pytest.raises(ValueError, match="selfie"):
        attach(upload(pdf()), **{**reply, "kind": "selfie"}, actor=handler, at=NINE)
    assert not files_on_disk()


def test_what_fails_in_the_database_leaves_no_file(reply, handler, files_on_disk, monkeypatch):
    monkeypatch.setattr(Attachment, "save", _fail)
    with pytest.raises(IntegrityError):
        bring(pdf(), "x", reply, handler)
    assert not files_on_disk()
    assert not Event.objects.exists()


def _fail(*args, **kwargs):
    raise IntegrityError


class TestRemoving:
    """Removed is out of sight; erased is gone."""

    def test_a_removed_file_is_out_of_sight_but_kept(self, reply, handler):
        kept = bring(pdf(), "x", reply, handler)
        remove(kept, "传错了", actor=handler, at=NINE)
        assert not attachments_of("reply", reply["subject_id"]).exists()
        gone = Attachment.objects.get()
        assert (gone.removed_by, gone.removed_why) == (handler.user_id, "传错了")
        assert content_of(gone) == pdf()

    def test_an_erased_file_is_gone_from_disk_and_row(self, reply, handler, files_on_disk):
        kept = bring(pdf(), "张三的身份证.pdf", reply, handler)
        erase(kept, "本人要求删除", actor=handler, at=NINE)
        gone = Attachment.objects.get()
        assert not files_on_disk()
        assert "张三" not in gone.name
        assert (gone.sha256, gone.erased_at, gone.removed_at) == ("", NINE, NINE)
        assert list(Event.objects.order_by("seq").values_list("verb", flat=True)) == ["file.attach", "file.erase"]

    def test_a_removed_file_can_be_erased_later(self, reply, handler, files_on_disk):
        kept = bring(pdf(), "x", reply, handler)
        remove(kept, "传错了", actor=handler, at=NINE)
        erase(kept, "到期", actor=handler, at=NINE)
        assert not files_on_disk()
        assert Attachment.objects.get().removed_why == "传错了"

    def test_an_erasure_that_is_undone_keeps_the_file(self, reply, handler):
        kept = bring(pdf(), "x", reply, handler)
        with pytest.raises(RuntimeError), act.writing():
            erase(kept, "x", actor=handler, at=NINE)
            raise RuntimeError
        assert content_of(Attachment.objects.get()) == pdf()

    def test_the_database_refuses_a_tombstone_with_a_name_on_it(self, reply, handler):
        kept = bring(pdf(), "x", reply, handler)
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.filter(pk=kept.pk).update(erased_at=NINE, removed_at=NINE, removed_by=handler.user_id)

    def test_what_belongs_to_a_case_is_removed_in_its_chain_only(self, reply, handler):
        kept = bring(pdf(), "x", reply, handler)
        Attachment.objects.update(case_id=uuid7())
        kept.refresh_from_db()
        with pytest.raises(ValueError, match="belongs to the chain of case"):
            remove(kept, "传错了", actor=handler, at=NINE)
        assert attachments_of_case(kept.case_id).get() == kept


class TestSweeping:
    """What belongs to no row is removed, but nothing that somebody may still be bringing."""

    def test_only_old_files_without_a_row_go(self, reply, handler, files_on_disk):
        kept = bring(pdf(), "x", reply, handler)
        orphan, fresh = storage.new_stored_name(), storage.new_stored_name()
        for name in (orphan, fresh):
            storage.write(name, b"x")
        later = _day_after(storage.path_of(kept.stored_name), storage.path_of(orphan), fresh=storage.path_of(fresh))
        assert list(storage.sweep(later, stored_names_in_use)) == [orphan]
        assert {p.name for p in files_on_disk()} == {kept.stored_name, fresh}

    def test_an_erasure_cut_short_is_finished(self, reply, handler, files_on_disk, monkeypatch):
        kept = bring(pdf(), "x", reply, handler)
        monkeypatch.setattr(storage, "remove", lambda name: None)
        erase(kept, "本人要求删除", actor=handler, at=NINE)
        assert files_on_disk()
        later = _day_after(storage.path_of(kept.stored_name))
        assert list(storage.sweep(later, stored_names_in_use)) == [kept.stored_name]

    def test_without_any_files_there_is_nothing_to_sweep(self):
        assert list(storage.sweep(NINE, stored_names_in_use)) == []


def _day_after(*old, fresh=None):
    import os
    from datetime import timedelta

    for path in old:
        os.utime(path, (NINE.timestamp(), NINE.timestamp()))
    later = NINE + timedelta(days=1, minutes=1)
    if fresh:
        os.utime(fresh, (later.timestamp(), later.timestamp()))
    return later


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 31, "A" * 32, "g" * 32])
def test_no_path_is_made_of_input(name):
    with pytest.raises(ValueError, match="stored name"):
        storage.path_of(name)

"""The form field: several files at once, and every refused one told by its name."""

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from huiyin.files.forms import AttachmentsField
from huiyin.files.limits import MAX_FILES_PER_SUBJECT
from huiyin.files.tests.makers import image, pdf, upload


class Letter(forms.Form):
    files = AttachmentsField(required=False)


class LetterWithProof(forms.Form):
    files = AttachmentsField()


def filled(form, *uploads):
    return form({}, MultiValueDict({"files": list(uploads)}))


def test_several_files_are_looked_at_and_ready_to_be_kept():
    form = filled(Letter, upload(pdf(), "答复.exe"), upload(image(), "现场"))
    assert form.is_valid()
    assert [one.name for one in form.cleaned_data["files"]] == ["答复.pdf", "现场.jpg"]


def test_every_refused_file_is_told_by_its_name():
    form = filled(Letter, upload(b"MZ\x90\0", "甲.exe"), upload(pdf(), "乙.pdf"), upload(b"<html>", "丙.html"))
    first, second = form.errors["files"]
    assert first.startswith("“甲.exe”：文件内容不是允许的类型。可以上传：图片")
    assert second.startswith("“丙.html”：网页、SVG 和 XML 文件不能上传")


def test_without_files_a_letter_is_fine_and_a_proof_is_missing():
    form = filled(Letter)
    assert form.is_valid()
    assert form.cleaned_data["files"] == []
    assert not filled(LetterWithProof).is_valid()


def test_too_many_at_once_are_refused_before_any_is_looked_at(monkeypatch):
    monkeypatch.setattr("huiyin.files.forms.prepare", pytest.fail)
    form = filled(Letter, *[upload(pdf(), f"{n}.pdf") for n in range(MAX_FILES_PER_SUBJECT + 1)])
    assert form.errors["files"] == ["一次最多上传20个文件，现有21个"]


def test_the_input_takes_several_files_and_says_what_is_allowed():
    shown = Letter().as_p()
    assert "multiple" in shown
    assert 'accept=".jpg,.png' in shown
    assert "OFD" in shown

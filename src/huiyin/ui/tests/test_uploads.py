"""Too much at once is refused before it is stored, whether the sender says how much it is or not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from huiyin.ui.errors import bad_request

LIMIT = 1024 * 1024


@pytest.fixture(autouse=True)
def small_limit(settings):
    settings.MAX_UPLOAD_BYTES = LIMIT


def sent(*sizes: int):
    files = {f"file{number}": SimpleUploadedFile("a.txt", b"x" * size) for number, size in enumerate(sizes)}
    return RequestFactory().post("/", files)


def test_what_is_below_the_limit_arrives():
    files = sent(1000, 2000).FILES
    assert sorted(file.size for file in files.values()) == [1000, 2000]


def test_what_says_itself_that_it_is_too_much_is_refused_at_once():
    request = sent(LIMIT + 1)
    with pytest.raises(Exception, match="不能超过 1 MB") as refusal:
        request.FILES  # noqa: B018
    assert bad_request(request, refusal.value).status_code == 413


def test_what_lies_about_its_length_is_refused_on_the_way():
    request = sent(LIMIT // 2, LIMIT // 2, LIMIT // 2)
    request.META["CONTENT_LENGTH"] = "1000"
    request._stream = request.environ["wsgi.input"]
    with pytest.raises(Exception, match="不能超过 1 MB"):
        request.FILES  # noqa: B018

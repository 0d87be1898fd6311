"""What the browser keeps for a while: the proof that number and code were right, and a new code until it was shown."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from huiyin.cases.models import Case
from huiyin.privacy.installed import read_for, seal_for
from huiyin.privacy.problems import PrivacyProblem

PROOF, CODE = "portal_follow", "portal_code"
PROOF_SECONDS, CODE_SECONDS = 30 * 60, 10 * 60
PATH = "/portal/"
SALT = "huiyin.portal."


def give_proof(response: HttpResponse, case: Case) -> None:
    """Let this browser follow the case for half an hour without typing the code again."""
    _keep(response, PROOF, [str(case.pk), _fingerprint(case)], PROOF_SECONDS)


def proven_case(request: HttpRequest) -> Case | None:
    """Return the case that this browser has proved to be its own, with its petitioner, or None."""
    found = _kept(request, PROOF, PROOF_SECONDS)
    if not found:
        return None
    case = Case.objects.select_related("petitioner").filter(pk=UUID(found[0])).first()
    return case if case and found[1] == _fingerprint(case) else None


def give_code(response: HttpResponse, case: Case, code: str) -> None:
    """Carry a new code to the page that shows it once, sealed on the way."""
    sealed = urlsafe_b64encode(seal_for(CODE, case.pk, CODE, code)).decode()
    _keep(response, CODE, [str(case.pk), sealed], CODE_SECONDS)


def code_to_show(request: HttpRequest, case: Case) -> str:
    """Return the code of this case that was not shown yet, "" where there is none."""
    found = _kept(request, CODE, CODE_SECONDS)
    if not found or found[0] != str(case.pk):
        return ""
    try:
        return read_for(CODE, case.pk, CODE, urlsafe_b64decode(found[1]))
    except (PrivacyProblem, ValueError):
        return ""


def forget(response: HttpResponse, *names: str) -> None:
    """Take back what the browser keeps."""
    for name in names:
        response.delete_cookie(name, path=PATH, samesite="Lax")


def new_once() -> str:
    """Return a signed key for a form, by which the same form sent twice is one act."""
    return signing.dumps(uuid4().hex, salt=f"{SALT}once")


def key_of(once: str) -> str:
    """Return the key that we signed, else a new one: nobody chooses the key under which something was written.

    A form that lay open for days is still one act, however often it is sent.
    """
    try:
        key = signing.loads(once, salt=f"{SALT}once")
    except signing.BadSignature:
        key = uuid4().hex
    return f"portal:{key}"


def _fingerprint(case: Case) -> str:
    # A new code ends what the old one opened.
    return bytes(case.query_hash or b"").hex()[:16]


def _keep(response: HttpResponse, name: str, value: list[str], seconds: int) -> None:
    response.set_cookie(
        name, signing.dumps(value, salt=f"{SALT}{name}"), max_age=seconds, path=PATH, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _kept(request: HttpRequest, name: str, seconds: int) -> list[str]:
    try:
        found: list[str] = signing.loads(request.COOKIES.get(name, ""), salt=f"{SALT}{name}", max_age=seconds)
    except signing.BadSignature:
        return []
    return found

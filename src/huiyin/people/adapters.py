"""How this house bends allauth: staff number only, no sign-up, one answer to every failure, sealed secrets."""

from collections.abc import Iterator
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from huiyin.flow import times
from huiyin.people.models import User
from huiyin.privacy.cipher import is_current, open_, reseal, seal
from huiyin.privacy.installed import ring
from huiyin.privacy.keys import KeyRing
from huiyin.rulebook import shelf
from huiyin.ui.address import client_ip

NO_ENTRY = "工号或密码不正确"

# allauth does not tell whose secret it is, so that a row cannot be named here.
_PLACE = ("mfa_authenticator", "data", "secret")
_SECRETS = ("secret", "seed")


class SignInByNumber(DefaultAccountAdapter):
    """Lets in whoever has an account in use and its password; tells nobody else why not."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": NO_ENTRY,
        "invalid_login": NO_ENTRY,
        "incorrect_password": "密码不正确",
        "enter_current_password": "请输入现在的密码",
        "too_many_login_attempts": "输错次数过多，请稍后再试",
        "rate_limited": "操作过于频繁，请稍后再试",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no: accounts are made by the administrator."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the user of these credentials; an account that is no longer in use answers like a wrong password."""
        user = super().authenticate(request, **credentials)
        return user if isinstance(user, User) and user.is_active else None

    def set_password(self, user: Any, password: str) -> None:
        """Set the password that the person chose; the one-time password is used up."""
        user.set_password(password)
        user.password_is_initial = False
        user.save(update_fields=["password", "password_is_initial"])

    def is_safe_url(self, url: str | None) -> bool:
        """Whether `next` stays on the host that was asked."""
        host, secure = self.request.get_host(), self.request.is_secure()
        return url_has_allowed_host_and_scheme(url, allowed_hosts={host}, require_https=secure)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return from where the request comes; behind a proxy a whole city would else share one count of attempts."""
        return client_ip(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the pages say what happened."""


class SealedSecondStep(DefaultMFAAdapter):
    """Keeps the secret of the second step sealed in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "验证码不正确",
        "cannot_delete_authenticator": "不能停用两步验证",
        "cannot_generate_recovery_codes": "请先启用两步验证",
    }

    def get_totp_label(self, user: Any) -> str:
        """Return the staff number, by which the entry stands in the authenticator."""
        return str(user.username)

    def get_totp_issuer(self) -> str:
        """Return the name of the hotline."""
        return shelf.book_for(settings.CITY, times.local_day(times.now())).city.hotline

    def encrypt(self, text: str) -> str:
        """Return the secret sealed, as text that JSON can hold."""
        return seal(ring(), text, *_PLACE).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret. Raises a PrivacyProblem."""
        return open_(ring(), bytes.fromhex(encrypted_text), *_PLACE)


def reseal_second_steps(new: KeyRing) -> Iterator[bool]:
    """Seal the secrets of all second steps with the ring's current key; True for each row that was sealed anew."""
    for row in Authenticator.objects.iterator():
        old = {name: bytes.fromhex(row.data[name]) for name in _SECRETS if name in row.data}
        if stale := not all(is_current(new, sealed) for sealed in old.values()):
            row.data.update({name: reseal(new, sealed, *_PLACE).hex() for name, sealed in old.items()})
            row.save(update_fields=["data"])
        yield stale

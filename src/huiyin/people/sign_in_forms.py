"""The forms of the sign-in in Chinese; what they check is allauth's."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms


def _call(field: forms.Field, label: str, help_text: str = "") -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """Staff number and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields["login"], "工号")
        _call(self.fields["password"], "密码")


class ChosenPasswordForm(ChangePasswordForm):
    """The present password and twice the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields["oldpassword"], "现在的密码")
        _call(self.fields["password1"], "新密码", "至少10个字符，不能全是数字，不能与工号、姓名相近")
        _call(self.fields["password2"], "再输一遍新密码")

    def clean(self) -> dict[str, Any]:
        """Refuse the present password as the new one, and two that differ."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("password1") and said["password1"] == said.get("oldpassword"):
            self.add_error("password1", "新密码不能与现在的密码相同")
        return said


class ConfirmPasswordForm(PasswordForm):
    """The password once more, before something that concerns the account's safety."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields["password"], "密码")


class SecondStepForm(AuthenticateForm):
    """The code of the authenticator, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields["code"], "验证码", "验证器上的6位数字；手机不在身边时可输入一个恢复码")


class ConfirmCodeForm(CodeForm):
    """The code once more, before something that concerns the account's safety."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields["code"], "验证码")


class StartSecondStepForm(ActivateTOTPForm):
    """The first code of a new authenticator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields["code"], "验证器显示的6位数字")

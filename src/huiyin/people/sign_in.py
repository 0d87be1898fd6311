"""The pages of the sign-in: allauth's views with the templates and forms of this house; there is no sign-up."""

from typing import Any

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from allauth.account.views import ReauthenticateView as PasswordAgainView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse_lazy
from django.views.generic import RedirectView

from huiyin.people import sign_in_forms as forms
from huiyin.ui.errors import refused

NO_PASSWORD = (
    "您的账号没有设密码，不能修改。需要密码登录的，请系统管理员在“用户和岗位”中重置密码，用一次性密码登录后再自行设置"
)


class SignIn(LoginView):
    """Staff number and password; a wrong one, an unknown one and a leaver's get the same answer."""

    form_class = forms.SignInForm
    template_name = "people/sign_in.html"


class SignOut(LogoutView):
    """Ask, then end the session."""

    template_name = "people/sign_out.html"


class ChoosePassword(PasswordChangeView):
    """Choose a new password; whoever came in by a one-time password finds only this page."""

    form_class = forms.ChosenPasswordForm
    template_name = "people/password.html"
    success_url = reverse_lazy("people:me")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say to whom comes in otherwise that there is no password to change; allauth would lead to a page that is not here."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return refused(request, [NO_PASSWORD])
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class ConfirmPassword(PasswordAgainView):
    """Type the password once more."""

    form_class = forms.ConfirmPasswordForm
    template_name = "people/confirm.html"


class SecondStep(AuthenticateView):
    """Type the code of the authenticator."""

    form_class = forms.SecondStepForm
    template_name = "people/second_step.html"


class ConfirmCode(CodeAgainView):
    """Type the code once more."""

    form_class = forms.ConfirmCodeForm
    template_name = "people/confirm.html"


class TwoSteps(IndexView):
    """Show whether the second step is on."""

    template_name = "people/two_steps.html"


class StartTwoSteps(ActivateTOTPView):
    """Scan the picture, type the first code."""

    form_class = forms.StartSecondStepForm
    template_name = "people/two_steps_start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the secret in groups of four, for those who type it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {**context, "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))}


class EndTwoSteps(DeactivateTOTPView):
    """Switch the second step off."""

    template_name = "people/two_steps_end.html"


class RecoveryCodes(ViewRecoveryCodesView):
    """Show the codes that open the account once each."""

    template_name = "people/recovery_codes.html"


class NewRecoveryCodes(GenerateRecoveryCodesView):
    """Make new recovery codes."""

    template_name = "people/recovery_codes_new.html"


class BackToSignIn(RedirectView):
    """Lead back to the sign-in; allauth sends accounts here that went out of use between two steps."""

    pattern_name = "account_login"

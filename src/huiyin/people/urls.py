"""The addresses of the room: sign-in under the names that allauth looks for, the rest under `people:`."""

from django.urls import URLPattern, URLResolver, include, path

from huiyin.people import own_views, sign_in, views

PREFIX = "people/"

_pages = [
    path("", views.users, name="list"),
    path("new/", views.new_user, name="new"),
    path("me/", own_views.me, name="me"),
    path("me/act-for/", own_views.act_for, name="act_for"),
    path("deputations/new/", own_views.new_deputation, name="new_deputation"),
    path("deputations/<uuid:deputation_id>/end/", own_views.end, name="end_deputation"),
    path("duty/", own_views.duty, name="duty"),
    path("duty/<uuid:shift_id>/strike/", own_views.strike_duty, name="strike_duty"),
    path("holdings/<uuid:holding_id>/take/", views.take, name="take"),
    path("<uuid:user_id>/", views.user, name="user"),
    path("<uuid:user_id>/correct/", views.correct, name="correct"),
    path("<uuid:user_id>/give/", views.give, name="give"),
    path("<uuid:user_id>/password/", views.password, name="password"),
    path("<uuid:user_id>/deactivate/", views.leave, name="deactivate"),
    path("<uuid:user_id>/reactivate/", views.come_back, name="reactivate"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-out/", sign_in.SignOut.as_view(), name="account_logout"),
    path("inactive/", sign_in.BackToSignIn.as_view(), name="account_inactive"),
    path("password/", sign_in.ChoosePassword.as_view(), name="account_change_password"),
    path("confirm/", sign_in.ConfirmPassword.as_view(), name="account_reauthenticate"),
    path("second-step/", sign_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("second-step/confirm/", sign_in.ConfirmCode.as_view(), name="mfa_reauthenticate"),
    path("two-steps/", sign_in.TwoSteps.as_view(), name="mfa_index"),
    path("two-steps/start/", sign_in.StartTwoSteps.as_view(), name="mfa_activate_totp"),
    path("two-steps/end/", sign_in.EndTwoSteps.as_view(), name="mfa_deactivate_totp"),
    path("two-steps/codes/", sign_in.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("two-steps/codes/new/", sign_in.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("", include((_pages, "people"))),
]

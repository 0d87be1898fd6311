"""Forms of accounts, posts, deputations and duty."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from huiyin.flow.posts import CENTRE_POSTS, Post
from huiyin.people.models import User
from huiyin.units.forms import UnitChoice, refuse_beside
from huiyin.units.models import Unit

__all__ = ["AccountForm", "DeputationForm", "DutyForm", "NewUserForm", "PostForm", "refuse_beside"]

_BY_LABEL = [(post.value, f"{post.label}（{'中心' if post in CENTRE_POSTS else '单位'}）") for post in Post]


class MomentField(forms.DateTimeField):
    """A moment, typed as the wall clock of the city shows it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)


class PersonChoice(forms.ModelChoiceField):
    """One account, shown by name and staff number."""

    def label_from_instance(self, obj: Any) -> str:
        """Return "王小明（a0101）"."""
        return f"{obj.name}（{obj.username}）"


class AccountForm(forms.Form):
    """Name and office phone."""

    name = forms.CharField(label="姓名", max_length=50)
    phone = forms.CharField(label="办公电话", max_length=40, required=False)


class NewUserForm(AccountForm):
    """A new account."""

    username = forms.CharField(label="工号", max_length=40, help_text="登录用，字母和数字，不区分大小写")
    field_order = ["username", "name", "phone"]


class PostForm(forms.Form):
    """A post, and the unit if it is one of a unit."""

    post = forms.ChoiceField(label="岗位", choices=_BY_LABEL)
    unit = UnitChoice(
        label="单位",
        queryset=Unit.objects.filter(closed_on__isnull=True),
        required=False,
        empty_label="（中心岗位不选）",
    )


class DeputationForm(forms.Form):
    """Who acts for whom, in which posts, how long, why."""

    from_user = PersonChoice(label="被代理人", queryset=User.objects.none())
    to_user = PersonChoice(label="代理人", queryset=User.objects.none())
    posts = forms.MultipleChoiceField(label="代理岗位", widget=forms.CheckboxSelectMultiple)
    since = MomentField(label="开始")
    until = MomentField(label="结束")
    reason = forms.CharField(label="事由", max_length=200)

    def __init__(
        self, *args: Any, lenders: QuerySet[User], people: QuerySet[User], posts: Iterable[Post], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"].choices = [(post.value, post.label) for post in posts]  # type: ignore[attr-defined]
        self.fields["from_user"].queryset = lenders  # type: ignore[attr-defined]
        self.fields["to_user"].queryset = people  # type: ignore[attr-defined]


class DutyForm(forms.Form):
    """Who is on duty where and when."""

    unit = UnitChoice(label="单位", queryset=Unit.objects.none(), required=False, empty_label="中心")
    user = PersonChoice(label="值班人", queryset=User.objects.none())
    since = MomentField(label="开始")
    until = MomentField(label="结束")

    def __init__(self, *args: Any, units: QuerySet[Unit], people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["user"].queryset = people  # type: ignore[attr-defined]

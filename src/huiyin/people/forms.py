"""Forms of accounts, posts, deputations and duty."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from huiyin.flow.posts import CENTRE_POSTS, Post
from huiyin.people.models import User
from huiyin.units.forms import UnitChoice, refuse_beside
from huiyin.units.models import Unit

__all__ = ["AccountForm", "DeputationForm", "DutyForm", "LeaveForm", "NewUserForm", "PostForm", "refuse_beside"]

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

    name = forms.CharField(label="姓名", max_length=50, help_text="真实姓名，显示在办理记录里")
    phone = forms.CharField(label="办公电话", max_length=40, required=False, help_text="急件短信和同事联系用，可以不填")


class NewUserForm(AccountForm):
    """A new account."""

    username = forms.CharField(label="工号", max_length=40, help_text="登录用，字母和数字，不区分大小写")
    field_order = ["username", "name", "phone"]


class PostForm(forms.Form):
    """A post, and the unit if it is one of a unit."""

    post = forms.ChoiceField(
        label="岗位", choices=_BY_LABEL, help_text="决定此人看得到什么、能办什么；一人可任几个岗位"
    )
    unit = UnitChoice(
        label="单位",
        queryset=Unit.objects.filter(closed_on__isnull=True),
        required=False,
        empty_label="（中心岗位不选）",
        help_text="承办单位的岗位须选单位，权限及于该单位和下级",
    )


class LeaveForm(forms.Form):
    """Who takes over from somebody who leaves."""

    heir = PersonChoice(
        label="由谁接任", queryset=User.objects.none(), required=False, empty_label="（暂时没有）",
        help_text="未结束的值班和单位联系人转给此人；没有接任者时，值班取消，联系人待单位另行指定。",
    )  # fmt: skip
    heir_takes_posts = forms.BooleanField(
        label="同时由接任者担任其现任岗位", required=False, help_text="接任者已担任的不重复任岗。"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("username")
        self.fields["heir"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse posts that nobody would take."""
        if self.cleaned_data.get("heir_takes_posts") and not self.cleaned_data.get("heir"):
            self.add_error("heir", "要移交岗位，请选择接任者")
        return self.cleaned_data


class DeputationForm(forms.Form):
    """Who acts for whom, in which posts, how long, why."""

    from_user = PersonChoice(label="被代理人", queryset=User.objects.none(), help_text="谁的事由别人代办")
    to_user = PersonChoice(label="代理人", queryset=User.objects.none(), help_text="代办时记录两人的姓名")
    posts = forms.MultipleChoiceField(
        label="代理岗位", widget=forms.CheckboxSelectMultiple, help_text="只能代理被代理人现任的岗位"
    )
    since = MomentField(label="开始", help_text="从这时起可以代办")
    until = MomentField(label="结束", help_text="到时自动结束，也可提前结束")
    reason = forms.CharField(label="事由", max_length=200, help_text="例如：出差、休假；留在记录里")

    def __init__(
        self, *args: Any, lenders: QuerySet[User], people: QuerySet[User], posts: Iterable[Post], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"].choices = [(post.value, post.label) for post in posts]  # type: ignore[attr-defined]
        self.fields["from_user"].queryset = lenders  # type: ignore[attr-defined]
        self.fields["to_user"].queryset = people  # type: ignore[attr-defined]


class DutyForm(forms.Form):
    """Who is on duty where and when."""

    unit = UnitChoice(label="单位", queryset=Unit.objects.none(), required=False, empty_label="中心",
                      help_text="为哪个单位值班")  # fmt: skip
    user = PersonChoice(label="值班人", queryset=User.objects.none(), help_text="急件先通知当班的人")
    since = MomentField(label="开始", help_text="班次开始")
    until = MomentField(label="结束", help_text="班次结束，可以跨天")

    def __init__(self, *args: Any, units: QuerySet[Unit], people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["user"].queryset = people  # type: ignore[attr-defined]

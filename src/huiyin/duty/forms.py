"""Forms of the duty: a roster in one go, a change of one shift, a check."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from huiyin.duty.rota import LONGEST
from huiyin.flow.table import Refused
from huiyin.flow.times import local
from huiyin.people.models import DutyShift, User
from huiyin.units.models import Unit

DAYS = (("off", "双休日和节假日"), ("work", "工作日"), ("all", "每天"))
TURNS = 20


class _DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _Person(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.username}）"


class _Refusable(forms.Form):
    use_required_attribute = False

    def take(self, refused: Refused) -> None:
        """Show the reasons of a refusal beside their fields."""
        for name, reason in refused.fields.items():
            self.add_error(name if name in self.fields else None, str(reason))
        for reason in refused.reasons:
            self.add_error(None, reason)


class MakeForm(_Refusable):
    """Which days, which shifts, and who takes turns in which order."""

    first = _DayField(label="从", help_text="第一天")
    last = _DayField(label="到", help_text=f"最后一天，一次最多 {LONGEST} 天")
    days = forms.ChoiceField(
        label="哪些天",
        choices=DAYS,
        widget=forms.RadioSelect,
        initial="off",
        help_text="按工作日历，调休上班的算工作日",
    )
    shifts = forms.MultipleChoiceField(label="班次", widget=forms.CheckboxSelectMultiple, help_text="每天排哪几个班")
    people = forms.MultipleChoiceField(
        label="轮流的人", widget=forms.CheckboxSelectMultiple, help_text="按名单顺序轮流；已有别的班的人顺延",
    )  # fmt: skip
    starts_with = forms.ChoiceField(label="从谁开始", required=False, help_text="接着上个月轮")

    def __init__(self, *args: Any, people: QuerySet[User], shifts: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(user.pk): user for user in people}
        pairs = [(key, f"{user.name}（{user.username}）") for key, user in self.known.items()]
        self.fields["people"].choices = pairs  # type: ignore[attr-defined]
        self.fields["starts_with"].choices = [("", "名单上第一个"), *pairs]  # type: ignore[attr-defined]
        self.fields["shifts"].choices = [  # type: ignore[attr-defined]
            (one.code, f"{one.label} {one.since:%H:%M}–{one.until:%H:%M}") for one in shifts
        ]
        self.fields["shifts"].initial = [shifts[0].code]

    def clean(self) -> dict[str, Any]:
        """Refuse a span that runs backwards or too long, and put people into their order."""
        said = self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", "最后一天不能早于第一天")
        elif first and last and (last - first).days >= LONGEST:
            self.add_error("last", f"一次最多 {LONGEST} 天")
        chosen = said.get("people") or []
        start = said.get("starts_with")
        if start and start not in chosen:
            self.add_error("starts_with", "要从轮流的人中选")
        elif start:
            place = chosen.index(start)
            chosen = [*chosen[place:], *chosen[:place]]
        said["people"] = [self.known[key] for key in chosen]
        return said


class ChangeForm(_Refusable):
    """Who stands a shift instead, or with which shift it is swapped."""

    user = _Person(
        label="改由谁值班",
        queryset=User.objects.none(),
        required=False,
        empty_label="（不改）",
        help_text="已开始的班次，从现在起接替",
    )
    other = forms.ChoiceField(label="或与哪一班对调", required=False, help_text="两人互换，只能是还没开始的班次")
    reason = forms.CharField(label="理由", max_length=200, help_text="留在记录里")

    def __init__(self, *args: Any, people: QuerySet[User], shifts: Iterable[DutyShift], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        pairs = [(str(s.pk), f"{local(s.since):%m-%d %H:%M} {s.user.name}") for s in shifts]
        self.fields["other"].choices = [("", "（不对调）"), *pairs]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two is chosen."""
        said = self.cleaned_data
        if bool(said.get("user")) == bool(said.get("other")):
            self.add_error("user", "请选择改由谁值班，或与哪一班对调（选一项）")
        return said


class CheckForm(_Refusable):
    """Whether somebody answered."""

    unit = forms.ModelChoiceField(
        label="抽查单位",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="中心",
        help_text="拨打当班人员的电话",
    )
    reached = forms.BooleanField(label="联系上了", required=False)
    minutes = forms.IntegerField(
        label="几分钟后接听或回电", required=False, min_value=0, max_value=1440, help_text="当场接听写 0"
    )
    words = forms.CharField(label="情况", max_length=300, required=False, help_text="谁接的，或为什么没接")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class MobileForm(_Refusable):
    """A person's own mobile number."""

    mobile = forms.CharField(
        label="本人手机", max_length=20, required=False, help_text="值班时中心据此联系；加密保存，留空为删除"
    )

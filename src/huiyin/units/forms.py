"""Forms by which the tree of units and the contacts are changed."""

from typing import Any

from django import forms

from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.rulebook.book import Rulebook
from huiyin.units.models import ContactRole, Unit


def refuse_beside(form: forms.Form, refused: Refused) -> None:
    """Show the reasons of a refusal on the form: those of one field beside it, the others above."""
    for field, reason in refused.fields.items():
        form.add_error(field if field in form.fields else None, reason)
    for reason in refused.reasons:
        form.add_error(None, reason)


class UnitChoice(forms.ModelChoiceField):
    """One unit, indented as it stands in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name behind two blanks for each level."""
        return f"{'　　' * (obj.depth - 1)}{obj.name}"


class UnitsChoice(forms.ModelMultipleChoiceField):
    """Several units."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name behind two blanks for each level."""
        return f"{'　　' * (obj.depth - 1)}{obj.name}"


def open_units() -> Any:
    """Return the units in use, as the tree stands."""
    return Unit.objects.filter(closed_on__isnull=True)


class BookForm(forms.Form):
    """A form that offers what the rulebook names."""

    def __init__(self, *args: Any, book: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "peer_group" in self.fields:
            groups = [("", "（不参加同组比较）"), *((kind.code, kind.label) for kind in book.unit_kinds)]
            self.fields["peer_group"].choices = groups  # type: ignore[attr-defined]


class DatedForm(BookForm):
    """A change that holds from a day on, today unless another is given."""

    day = forms.DateField(
        label="生效日期",
        initial=lambda: times.local_day(times.now()),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="从这一天起算；此前的统计仍归旧名称、旧上级",
    )


class NamesForm(DatedForm):
    """The name and the short name."""

    name = forms.CharField(label="名称", max_length=100, help_text="全称，印在转办单和通报上")
    short_name = forms.CharField(label="简称", max_length=30, required=False, help_text="列表里用；不填则同名称")
    field_order = ["name", "short_name", "day"]


class OpenForm(NamesForm):
    """A new unit."""

    parent = UnitChoice(
        label="上级单位", queryset=open_units(), required=False, empty_label="（中心直属）",
        help_text="上级可把工单再转给它，并看得到它的办理情况",
    )  # fmt: skip
    peer_group = forms.ChoiceField(label="考评组", required=False, help_text="同组单位在通报中互相比较")
    accepts_cases = forms.BooleanField(
        label="接收工单", required=False, initial=True, help_text="不勾选的单位只用来归并下级，不能转办给它"
    )
    duty_phone = forms.CharField(
        label="值班电话", max_length=40, required=False, help_text="写手机号时，没有本人手机的急件短信发到这里"
    )
    messages = forms.CharField(
        label="通知号码或地址",
        max_length=200,
        required=False,
        help_text="合并通知的短信发到这里；不填则发到值班电话或承办人",
    )


class MoveForm(DatedForm):
    """Another parent or another peer group."""

    parent = UnitChoice(
        label="新的上级单位", queryset=open_units(), required=False, empty_label="（中心直属）",
        help_text="下级单位一起移过去",
    )  # fmt: skip
    peer_group = forms.ChoiceField(label="考评组", required=False, help_text="同组单位在通报中互相比较")
    field_order = ["parent", "peer_group", "day"]


class MergeForm(DatedForm):
    """Units that are merged into this one."""

    units = UnitsChoice(label="并入本单位的单位", queryset=open_units(), help_text="按住 Ctrl 键可选多个")
    why = forms.CharField(label="说明", max_length=200, required=False, help_text="例如文件名称和文号，留在历史里")
    field_order = ["units", "day", "why"]


class SplitForm(DatedForm):
    """The units into which this one is split; new ones are opened first."""

    into = UnitsChoice(label="分设为", queryset=open_units(), help_text="新单位请先设立；按住 Ctrl 键可选多个")
    heir = UnitChoice(label="在办工单由谁接收", queryset=open_units(), help_text="选本单位即保留本单位")
    why = forms.CharField(
        label="职责划分说明", max_length=200, required=False, help_text="哪些事归哪个单位，留在单位的历史里"
    )
    field_order = ["into", "heir", "day", "why"]


class CloseForm(DatedForm):
    """The end of a unit."""

    successor = UnitChoice(
        label="承接单位", queryset=open_units(), required=False, empty_label="（无）",
        help_text="在办工单和承办人随即转给它；还有在办工单时必须选择",
    )  # fmt: skip
    why = forms.CharField(label="说明", max_length=200, required=False, help_text="例如文件名称和文号，留在历史里")
    field_order = ["successor", "day", "why"]


PHONES_HELP = "打这些号码的来电归本专线；写数字，带不带本市区号都可以，多个用空格隔开"


class LineForm(DatedForm):
    """A line of its own: its name, and the letters with which its numbers begin."""

    name = forms.CharField(label="专线名称", max_length=40, help_text="例如 龙河区区长专线，印在受理回执上")
    code = forms.CharField(
        label="编号字头",
        max_length=6,
        help_text="2 至 6 个大写英文字母，本专线的工单编号以它开头，启用后不再给别的单位",
    )
    phones = forms.CharField(label="接入号码", max_length=300, required=False, help_text=PHONES_HELP)
    field_order = ["name", "code", "phones", "day"]


class LinePhonesForm(BookForm):
    """The numbers by which a line of its own is reached."""

    phones = forms.CharField(label="接入号码", max_length=300, required=False, help_text=PHONES_HELP)


class EndLineForm(DatedForm):
    """The end of a line of its own."""


class ParticularsForm(BookForm):
    """What may be corrected without a date."""

    accepts_cases = forms.BooleanField(
        label="接收工单", required=False, help_text="不勾选的单位只用来归并下级，不能转办给它"
    )
    duty_phone = forms.CharField(
        label="值班电话", max_length=40, required=False, help_text="写手机号时，没有本人手机的急件短信发到这里"
    )
    messages = forms.CharField(
        label="通知号码或地址",
        max_length=200,
        required=False,
        help_text="合并通知的短信发到这里；不填则发到值班电话或承办人",
    )


class ContactForm(forms.Form):
    """A person in a contact role."""

    role = forms.ChoiceField(label="角色", choices=ContactRole.choices, help_text="三个角色都要有人，中心才找得到")
    name = forms.CharField(label="姓名", max_length=50, help_text="真实姓名，显示给中心各岗位")
    phone = forms.CharField(
        label="办公电话", max_length=40, required=False, help_text="与手机至少填一个，可写区号和分机"
    )
    mobile = forms.CharField(
        label="手机", max_length=40, required=False, help_text="加密保存，只有需要联系的岗位看得到"
    )

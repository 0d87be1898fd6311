"""The citizens' forms: in plain words, asking no more than is needed. What is right is judged by the door."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from huiyin.cases.models.case import WishFound
from huiyin.files.forms import AttachmentsField
from huiyin.files.limits import allowed_in_words
from huiyin.flow.table import Refused
from huiyin.moves.taking import status_of
from huiyin.portal.passes import key_of, new_once
from huiyin.portal.queries import as_written
from huiyin.privacy.lookup import normalise_phone
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.categories import Category

Pairs = Sequence[tuple[str, Any]]

MOST_WISHES, LONGEST_WISH = 10, 300
MOST_FILES = 9
PAPERS_IN_WORDS = f"最多{MOST_FILES}个：{allowed_in_words()}"
MOBILE = re.compile(r"1[3-9]\d{9}")
AREA_AND_NUMBER = re.compile(r"0\d{9,11}")
OPEN, CONFIDENTIAL, ANONYMOUS = "open", "confidential", "anonymous"
IDENTITIES = (
    (OPEN, "可以告诉承办单位，方便联系我"),
    (CONFIDENTIAL, "请对承办单位保密，只让热线中心知道"),
    (ANONYMOUS, "不留姓名电话，我自己用编号和查询码查结果"),
)
FIELD_OF_ASK = {"wishes": "wishes", "anonymous": "identity", "confidential": "identity"}


def _wrong_with(number: str) -> str:
    """Return why nobody could be reached under a number in its one spelling: a digit too few is the commonest slip."""
    if not 5 <= sum(sign.isdigit() for sign in number) <= 20:
        return "电话号码看不懂，请写手机号，或区号加号码。"
    if number.startswith("1") and not MOBILE.fullmatch(number):
        return f"手机号应是11位，以13到19开头；您写了{len(number)}位，请核对。"
    return (
        "区号加号码应是10到12位，请核对。" if number.startswith("0") and not AREA_AND_NUMBER.fullmatch(number) else ""
    )


class OnceForm(forms.Form):
    """A form that is one act however often it is sent. A field that only machines fill in keeps some of them out."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_once)
    website = forms.CharField(label="请勿填写此栏", required=False,
                              widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))  # fmt: skip

    use_required_attribute = False
    status = 422

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say in plain words what is missing."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写“{field.label}”"

    def clean_website(self) -> str:
        """Refuse what only a machine would have filled in; a person is told, nothing is lost silently."""
        if self.cleaned_data["website"]:
            raise ValidationError("“请勿填写此栏”一栏须留空，请清空后再提交。")
        return ""

    @property
    def key(self) -> str:
        """The key under which the act is written, once."""
        return key_of(str(self.data.get(self.add_prefix("once"), "")))

    def refuse(self, refused: Refused) -> None:
        """Show the reasons of a refusal: those of one field beside it, the others above. Keep its status."""
        self.status = status_of(refused)
        for name, reason in refused.fields.items():
            field = FIELD_OF_ASK.get(name, name)
            self.add_error(field if field in self.fields else None, reason)
        for reason in refused.reasons:
            self.add_error(None, reason)


class SubmitForm(OnceForm):
    """What a citizen says of a matter, in the order in which people tell it."""

    title = forms.CharField(label="一句话说清是什么事", max_length=120, help_text="例如：柳巷路口路灯不亮")
    text = forms.CharField(label="详细情况", max_length=5000, widget=forms.Textarea(attrs={"rows": 7}),
                           help_text="什么时候、在哪里、发生了什么。请不要写身份证号、银行卡号。")  # fmt: skip
    wishes = forms.CharField(label="希望怎样解决", required=False, widget=forms.Textarea(attrs={"rows": 3}),
                             help_text=f"一行写一个诉求，最多{MOST_WISHES}个；办理时逐条答复您。")  # fmt: skip
    place = forms.CharField(label="地点", max_length=200, required=False,
                            help_text="写到路口、小区或门牌，方便找到。咨询、建议可以不填。")  # fmt: skip
    territory = forms.ChoiceField(label="在哪个区县", required=False)
    occurred = forms.CharField(
        label="什么时候发生的", max_length=80, required=False, help_text="例如：6月1日晚，或上周起"
    )
    object = forms.CharField(
        label="反映的是谁或什么", max_length=120, required=False, help_text="单位、店铺、设施或人员"
    )
    kind = forms.ChoiceField(label="您想要什么")
    category = forms.ChoiceField(label="属于哪一类", help_text="拿不准就选最接近的，工作人员会核对。")
    accused_unit = forms.ChoiceField(label="举报哪个单位", required=False,
                                     help_text="只在举报某个单位时选：该单位和它的下级看不到本件。")  # fmt: skip
    identity = forms.ChoiceField(label="您的身份", choices=IDENTITIES, initial=OPEN, widget=forms.RadioSelect)
    name = forms.CharField(label="姓名或单位名称", max_length=60, required=False,
                           widget=forms.TextInput(attrs={"autocomplete": "name"}))  # fmt: skip
    phone = forms.CharField(label="联系电话", max_length=40, required=False, help_text="只用于联系您，页面上不会显示。",
                            widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}))  # fmt: skip
    petitioner_kind = forms.ChoiceField(
        label="您是", choices=(("person", "个人"), ("company", "企业"), ("other", "其他组织"))
    )
    do_not_call = forms.BooleanField(label="办完后不必回访我", required=False)
    papers = AttachmentsField(label="照片或材料", required=False, help_text=PAPERS_IN_WORDS)

    def __init__(
        self, *args: Any, book: Rulebook, categories: Pairs, units: Pairs, online: bool, **kwargs: Any
    ) -> None:
        """Take the choices from the rulebook and the tree; a letter that a clerk screens needs fewer answers."""
        super().__init__(*args, **kwargs)
        self.book = book
        blank = "请工作人员判断" if online else "请选择"
        choices: dict[str, Pairs] = {
            "kind": [("", blank), *((k.code, k.label) for k in book.kinds)],
            "category": [("", blank), *categories],
            "territory": [("", "不清楚"), *((t.code, t.label) for t in book.territories)],
            "accused_unit": [("", "不是举报单位"), *units],
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]
        if online:
            self.fields["kind"].required = self.fields["category"].required = False

    def clean_phone(self) -> str:
        """Refuse what cannot be a telephone number: nobody could call back."""
        phone: str = self.cleaned_data["phone"].strip()
        if phone and (wrong := _wrong_with(normalise_phone(phone).partition("转")[0])):
            raise ValidationError(wrong)
        return phone

    def clean_wishes(self) -> list[dict[str, str]]:
        """Return one row for each line."""
        lines = [line.strip() for line in self.cleaned_data["wishes"].splitlines() if line.strip()]
        if len(lines) > MOST_WISHES:
            raise ValidationError(f"最多写{MOST_WISHES}个诉求，现有{len(lines)}个；其余请另行提交。")
        if any(len(line) > LONGEST_WISH for line in lines):
            raise ValidationError(f"每个诉求最多{LONGEST_WISH}字，其余请写在详细情况里。")
        return [{"text": line} for line in lines]

    def clean_papers(self) -> list[Any]:
        """Return the prepared files."""
        return _few(self.cleaned_data["papers"])

    def clean(self) -> dict[str, Any]:
        """Refuse a name or number of somebody who wants to stay unknown, and an accused unit without a report."""
        cleaned, kind = self.cleaned_data, self.cleaned_data.get("kind")
        if cleaned.get("accused_unit") and kind and not self.book.kind(kind).kept_from_accused:
            self.add_error("accused_unit", "只有举报才选单位；不是举报，请写在“反映的是谁或什么”里。")
        if cleaned.get("identity") == ANONYMOUS and (cleaned.get("name") or cleaned.get("phone")):
            self.add_error("identity", "选了不留姓名电话，请把姓名和电话清空；想让中心能联系您，请选“保密”。")
        return cleaned

    def said(self, channel: str) -> dict[str, Any]:
        """Return what the door is told. Nothing else than this list ever reaches it."""
        cleaned, identity = self.cleaned_data, self.cleaned_data["identity"]
        taken = (
            "title", "text", "wishes", "place", "territory", "occurred", "object", "kind", "category", "accused_unit",
            "name", "phone", "petitioner_kind", "do_not_call",
        )  # fmt: skip
        flags = {"anonymous": identity == ANONYMOUS, "confidential": identity == CONFIDENTIAL}
        return {"channel": channel, **{name: cleaned[name] for name in taken}, **flags}


class LookForm(forms.Form):
    """Number and code."""

    number = forms.CharField(label="工单编号", max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    code = forms.CharField(label="查询码", max_length=30, help_text="登记时告诉过您的一串数字。",
                           widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}))  # fmt: skip

    use_required_attribute = False


class LostCodeForm(forms.Form):
    """Number and phone of who lost the code."""

    number = forms.CharField(label="工单编号", max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}),
                             help_text="受理短信里有；不记得编号请拨打热线电话。")  # fmt: skip
    phone = forms.CharField(label="登记时留的手机号", max_length=40,
                            widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
                            help_text="新查询码只发到这件诉求登记的手机上。")  # fmt: skip

    use_required_attribute = False

    def clean_number(self) -> str:
        """Return the number as numbers are written."""
        return as_written(self.cleaned_data["number"])

    def clean_phone(self) -> str:
        """Return the digits. What can be no mobile number is refused, whatever stands on the case."""
        phone = normalise_phone(self.cleaned_data["phone"])
        if not MOBILE.fullmatch(phone):
            raise ValidationError("请写11位手机号；登记的是固定电话的，请拨打热线电话。")
        return phone


class SupplementForm(OnceForm):
    """What there is to add."""

    supplement = forms.CharField(label="补充内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    papers = AttachmentsField(label="照片或材料", required=False, help_text=PAPERS_IN_WORDS)

    def clean_papers(self) -> list[Any]:
        """Return the prepared files."""
        return _few(self.cleaned_data["papers"])


class HurryForm(OnceForm):
    """Nothing but the wish to be answered."""


class RateForm(OnceForm):
    """What was done about each wish, and how satisfying that is."""

    def __init__(self, *args: Any, wishes: Sequence[Any], grades: Pairs, **kwargs: Any) -> None:
        """Ask about each wish of the case; what was said before is there, nothing is chosen for anybody."""
        super().__init__(*args, **kwargs)
        self.wishes = wishes
        found = [(value, label) for value, label in WishFound.choices if value]
        for wish in wishes:
            self.fields[f"found_{wish.ordinal}"] = forms.ChoiceField(
                label="办得怎样", choices=found, widget=forms.RadioSelect, required=False, initial=wish.found,
            )  # fmt: skip
            self.fields[f"grade_{wish.ordinal}"] = forms.ChoiceField(
                label="您满意吗", choices=[("", "不评价"), *grades], required=False, initial=wish.grade,
            )  # fmt: skip

    @property
    def questions(self) -> list[tuple[str, list[BoundField]]]:
        """The questions about each wish, under its words."""
        return [
            (f"第{wish.ordinal}项：{wish.text}", [self[f"found_{wish.ordinal}"], self[f"grade_{wish.ordinal}"]])
            for wish in self.wishes
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one word."""
        if not self.ratings and not self.errors:
            raise ValidationError("请至少对一项作出评价。")
        return self.cleaned_data

    @property
    def ratings(self) -> dict[int, dict[str, str]]:
        """What was said, by the number of the wish."""
        said = {
            wish.ordinal: {name: self.cleaned_data.get(f"{name}_{wish.ordinal}", "") for name in ("found", "grade")}
            for wish in self.wishes
        }
        return {ordinal: rating for ordinal, rating in said.items() if any(rating.values())}


class ObjectForm(OnceForm):
    """Why the matter should be done again."""

    undone = forms.BooleanField(label="单位说办了，其实没办", required=False)
    words = forms.CharField(label="哪里没有办好，希望怎样", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    papers = AttachmentsField(label="照片或材料", required=False, help_text=PAPERS_IN_WORDS)

    def clean_papers(self) -> list[Any]:
        """Return the prepared files."""
        return _few(self.cleaned_data["papers"])


def categories_of(book: Rulebook, leaves: Sequence[Category]) -> Pairs:
    """Return the topics that can be chosen, gathered under those above them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for leaf in leaves:
        path = book.category_path(leaf.code)
        groups.setdefault(" / ".join(path[:-1]), []).append((leaf.code, leaf.name))
    return [pair for name, pairs in groups.items() for pair in ([(name, pairs)] if name else pairs)]


def _few(files: list[Any]) -> list[Any]:
    if len(files) > MOST_FILES:
        raise ValidationError(f"最多{MOST_FILES}个文件，现有{len(files)}个。")
    return files

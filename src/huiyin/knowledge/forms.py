"""The form of a phrase, and the asks of a new item as a form."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings

from huiyin.cases.choosing import topics, unit_pairs
from huiyin.flow.times import local_day
from huiyin.knowledge import asks
from huiyin.knowledge.models import Phrase, PhraseGroup
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.widgets import select_of
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for
from huiyin.units.queries import active


def book_now(at: datetime) -> Rulebook:
    """Return the rulebook of this moment."""
    return book_for(settings.CITY, local_day(at))


def item_form(at: datetime, data: Any = None) -> MoveForm:
    """Return the form of an item that is not there yet."""
    book, day = book_now(at), local_day(at)
    return form_for(asks.ITEM, book, {"topic": topics(book, day), "unit": unit_pairs(active(day))}, data)


class PhraseForm(forms.Form):
    """What is said of a phrase. It only carries what was typed: judging it is the door's."""

    use_required_attribute = False

    group = forms.CharField(
        label="类别",
        widget=forms.Select(choices=PhraseGroup.choices),
        required=False,
        help_text="前两类按键即登记，其余只供照着说",
    )
    key = forms.CharField(label="按键", required=False, help_text="一个数字或小写字母；登记页按 F2 后按它")
    title = forms.CharField(label="标题", required=False, help_text="登记的用作工单标题")
    words = forms.CharField(
        label="怎么说", required=False, strip=True, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="常用咨询：即答复内容；不填用所依据知识的答复",
    )  # fmt: skip
    item = forms.CharField(label="依据的知识", required=False, help_text="编号，如 Z12；知识过期或停用时本条不再提供")
    kind = forms.CharField(label="诉求性质", required=False, help_text="常用咨询、骚扰谩骂须填")
    topic = forms.CharField(label="事项分类", required=False, help_text="常用咨询、骚扰谩骂须填")

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        """Offer what the rulebook of the moment names."""
        super().__init__(*args, **kwargs)
        book = book_now(at)
        kinds = [(kind.code, kind.label) for kind in book.kinds]
        self.fields["kind"].widget = select_of(kinds, "（不登记）")
        self.fields["topic"].widget = select_of(topics(book, local_day(at)), "（不登记）")


def initial_of(phrase: Phrase) -> dict[str, Any]:
    """Return what stands in the form of a phrase that is there."""
    names = ("group", "key", "title", "words", "kind", "topic")
    return {"item": phrase.item.name if phrase.item else "", **{name: getattr(phrase, name) for name in names}}

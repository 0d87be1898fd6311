"""The form of a line of the catalogue."""

from datetime import date
from typing import Any

from django import forms

from huiyin.dispatch.models import CatalogueRow
from huiyin.rulebook.book import Rulebook
from huiyin.units.models import Unit


class LineForm(forms.Form):
    """Which topic in which territory goes to which unit."""

    category = forms.ChoiceField(
        label="事项分类", required=False, help_text="选上级类别，则其下各类都适用；不选为所有事项"
    )
    territory = forms.ChoiceField(label="属地", required=False, help_text="只管一个区县的填；不选为全市")
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="承办单位", empty_label="请选择", help_text="派单时推荐给派单员，不会自动派出"
    )
    note = forms.CharField(label="依据", required=False, max_length=200, help_text="文件号或职责条款，派单时显示")
    since = forms.DateField(
        label="启用日期",
        help_text="从这一天起推荐，以前的派单不变",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, book: Rulebook, owner: Unit | None, day: date, **kwargs: Any) -> None:
        """Offer the topics and territories of the book in force and the units that the owner may name."""
        super().__init__(*args, **kwargs)
        self.initial["since"] = day
        self.owner = owner
        topics = [(c.code, "·".join(book.category_path(c.code))) for c in book.categories.values() if c.is_valid(day)]
        self.fields["category"].choices = [("", "不限"), *topics]  # type: ignore[attr-defined]
        self.fields["territory"].choices = [("", "不限"), *((t.code, t.label) for t in book.territories)]  # type: ignore[attr-defined]
        units = Unit.objects.filter(closed_on__isnull=True, accepts_cases=True).order_by("path")
        if owner:
            units = units.filter(path__startswith=owner.path).exclude(pk=owner.pk)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def line(self) -> CatalogueRow:
        """Return the unsaved line."""
        return CatalogueRow(owner=self.owner, **self.cleaned_data)

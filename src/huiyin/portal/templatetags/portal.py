"""Days and minutes as people say them, a field of a form by its name, what the column of statistics is called."""

from datetime import date, datetime

from django import forms, template
from django.forms.boundfield import BoundField

from huiyin.flow import times
from huiyin.flow.times import local
from huiyin.portal.queries import book_on

register = template.Library()


@register.filter
def on_day(moment: datetime | date | None) -> str:
    """Return "2018年6月19日", in the city's time."""
    if moment is None:
        return ""
    day = local(moment) if isinstance(moment, datetime) else moment
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def at_minute(moment: datetime | None) -> str:
    """Return "2018年6月19日 09:30", in the city's time."""
    return f"{on_day(moment)} {local(moment):%H:%M}" if moment else ""


@register.filter
def at(form: forms.BaseForm, name: str) -> BoundField:
    """Return the field of this name."""
    return form[name]


@register.simple_tag
def column() -> str:
    """Return what the city calls its public statistics."""
    return book_on(times.local_day(times.now())).publicity.column

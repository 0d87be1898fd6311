"""The components: chip, due time, masked person, card, fields of a form, pager, filter bar, empty list."""

from datetime import datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from huiyin.flow import times
from huiyin.privacy.masking import mask_name, mask_phone
from huiyin.ui import moments
from huiyin.ui.because import reasons_of
from huiyin.ui.doors import actor_in
from huiyin.ui.keys import for_script, sheet_of
from huiyin.ui.navigation import search_box_for
from huiyin.ui.pages import Control, Listing, Page

register = template.Library()

SHORT_FORM = 5
"""So many fields are seen at one glance."""

TONES = frozenset({"neutral", "info", "wait", "good", "late"})


@register.simple_tag
def chip(state: Any, tone: str = "") -> SafeString:
    """Show a state as a word on a tint: `{% chip state %}` with its own label and tone, or `{% chip "超期" "late" %}`.

    Tones: neutral, info (under way), wait (somebody else is asked), good, late. Raises ValueError for another.
    """
    tone = tone or getattr(state, "tone", "neutral")
    if tone not in TONES:
        raise ValueError(f"no such tone: {tone}")
    return format_html('<span class="chip {}">{}</span>', tone, getattr(state, "label", state))


@register.simple_tag
def due(at: datetime | None, remaining: str = "") -> SafeString:
    """Show a due time with what is left of it: "11-30 16:40 剩 4 天"; nothing where no due time runs."""
    if at is None:
        return format_html('<span class="muted">{}</span>', "—")
    return moments.due_mark(moments.due(at, times.now(), remaining))


@register.simple_tag
def moment(at: datetime | None) -> SafeString:
    """Show a moment as `<time>`, exact in its attribute and short in its text."""
    if at is None:
        return format_html('<span class="muted">{}</span>', "—")
    return format_html('<time datetime="{}">{}</time>', times.local(at).isoformat(), moments.short(at, times.now()))


@register.simple_tag
def masked_person(name: str = "", phone: str = "") -> SafeString:
    """Show a person so that nobody is known by it: "张** 138****5521". It masks itself, whatever it is given."""
    shown = f"{mask_name(name) or '未留姓名'} {mask_phone(phone)}".strip()
    return format_html('<span class="person">{}</span>', shown)


@register.simple_block_tag
def card(content: str, title: str, aside: str = "", anchor: str = "") -> SafeString:
    """Frame a part of a page: `{% card "期限" aside="本市每件最多延期 1 次" %}...{% endcard %}`."""
    return format_html(
        '<section class="sheet"{}><div class="sheet-head"><h2>{}</h2>{}</div>'
        '<div class="sheet-body">{}</div></section>',
        format_html(' id="{}"', anchor) if anchor else "",
        title,
        format_html("<small>{}</small>", aside) if aside else "",
        content,
    )


@register.simple_tag
def nothing(text: str = "没有符合条件的内容", way: str = "换个条件，或清除筛选后再看") -> SafeString:
    """Say in words that a list is empty, and what one can do, or why there is nothing to do."""
    return format_html('<p class="nothing">{}<br><small class="way">{}</small></p>', text, way)


@register.simple_tag
def keys_for_script(page: str) -> str:
    """Give the script of a page its keys, within an attribute."""
    return for_script(page)


@register.inclusion_tag("ui/parts/key_hint.html")
def key_hint(page: str) -> dict[str, Any]:
    """Tell the keys of a page in one line on it; its script reads from the same line what each key does."""
    return {"keys": [key for key in sheet_of(page).keys if key.on_hint], "for_script": for_script(page), "page": page}


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Show one field of a form: label, control, help, reasons why it was not accepted."""
    kind = "check" if isinstance(bound.field.widget, forms.CheckboxInput) else "line"
    return {"field": bound, "control": _control(bound), "kind": kind, "is_group": bound.use_fieldset}


@register.inclusion_tag("ui/parts/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """Show all fields of a form, above them every reason that belongs to none of them."""
    return {"form": form}


@register.inclusion_tag("ui/parts/refused.html")
def refused(form: forms.BaseForm) -> dict[str, Any]:
    """Name the fields of a long form that were not accepted, at its head, where one looks after sending it."""
    found = [one for one in form.visible_fields() if one.errors]
    return {"refused": found if len(form.visible_fields()) > SHORT_FORM else []}


@register.inclusion_tag("ui/parts/search_box.html", takes_context=True)
def search_box(context: RequestContext) -> dict[str, Any]:
    """Show the box of the search to who may use it, on every page but that of the search, which has its own."""
    actor = context.get("actor")
    box = search_box_for(actor) if actor else None
    address = reverse(box.url_name) if box else ""
    return {"address": "" if address == context["request"].path else address}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: RequestContext, page: Page) -> dict[str, Any]:
    """Show the ways to the page before and the page after; the rest of the address stays."""
    query = context["request"].GET
    return {
        "previous": _address(query, before=page.previous) if page.previous else "",
        "next": _address(query, after=page.next) if page.next else "",
        "count": len(page.rows),
        "total": page.total,
    }


@register.inclusion_tag("ui/parts/filters.html", takes_context=True)
def filter_bar(context: RequestContext, listing: Listing) -> dict[str, Any]:
    """Show the filters and the order of a list as a form that works without script."""
    return {"listing": listing, "path": context["request"].path}


@register.inclusion_tag("ui/parts/reasons.html", takes_context=True)
def reasons(context: RequestContext, kind: str, pk: Any) -> dict[str, Any]:
    """Show because of what a thing was made, with the way back there: `{% reasons "order" order.pk %}`."""
    return {"reasons": reasons_of(kind, pk, actor_in(context["request"]))}


@register.simple_tag
def options(control: Control) -> SafeString:
    """Show the options of a filter. Put together here: a loop over hundreds of them is half the time of a list."""
    chosen = (SafeString(" selected"), "")
    lines = ((code, chosen[code not in control.values], label) for code, label in control.choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', lines)


def _address(query: QueryDict, **changes: str) -> str:
    kept = query.copy()
    for cursor in ("before", "after"):
        kept.pop(cursor, None)
    for key, value in changes.items():
        kept[key] = value
    return f"?{kept.urlencode()}"


def _control(bound: BoundField) -> SafeString:
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return bound.as_widget()
    base = {forms.CheckboxInput: "form-check-input", forms.Select: "form-select", forms.SelectMultiple: "form-select"}
    name = next((name for kind, name in base.items() if isinstance(widget, kind)), "form-control")
    return bound.as_widget(attrs={"class": f"{name} is-invalid" if bound.errors else name})

"""A page as its reader has it: what it says, where its links lead, and its forms, filled in by the words on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from django.test.html import Element, parse_html

CONTROLS = frozenset({"input", "select", "textarea"})
SPACES = str.maketrans("", "", "　")


@dataclass
class Control:
    """One field of a form. `options` are (label, value) of a list, or of boxes that bear one name."""

    name: str
    kind: str
    value: Any
    options: list[tuple[str, str]] = field(default_factory=list)

    def typed(self, said: Any) -> Any:
        """Return what the browser sends when this is typed or chosen; fails where the page does not offer it."""
        if self.kind == "box":
            return [value for _, value in self.options] if said else None
        if self.kind == "boxes":
            return [self.option(one) for one in said]
        return self.option(said) if self.options else said

    def option(self, label: str) -> str:
        """Return the value of what reads so; a choice may bear the digit that chooses it before its words."""
        found = [value for text, value in self.options if text.lstrip("0123456789 ") == label]
        assert found, f"{self.name} offers no “{label}”: {[text for text, _ in self.options]}"
        return found[0]


@dataclass
class Form:
    """A form of the page with everything that stands in it."""

    address: str
    method: str
    controls: dict[str, Control]
    labels: dict[str, list[str]]
    buttons: dict[str, tuple[str, str]]

    def data(self, said: Mapping[str, Any], button: str) -> dict[str, Any]:
        """Return what is sent after filling in by labels; a list fills the fields of one label one after another."""
        sent = {c.name: c.value for c in self.controls.values() if c.value not in (None, [])}
        for label, value in said.items():
            assert label in self.labels, f"no field “{label}”: {list(self.labels)}"
            names = self.labels[label]
            in_rows = isinstance(value, list) and self.controls[names[0]].kind not in {"boxes", "file"}
            for name, one in zip(names, value, strict=False) if in_rows else [(names[0], value)]:
                sent[name] = self.controls[name].typed(one)
        name, value = self.buttons[button]
        return {key: one for key, one in {**sent, **({name: value} if name else {})}.items() if one is not None}


class Page:
    """The answer to a request, read as a person reads it."""

    def __init__(self, response: Any, address: str) -> None:
        self.response, self.address = response, address
        self.status: int = response.status_code
        self.whole: str = response.content.decode()
        self.dom = parse_html(self.whole)

    @property
    def text(self) -> str:
        """Everything that is read, in one line."""
        return text_of(self.dom)

    def says(self, *words: str) -> bool:
        """Whether all these words stand on the page."""
        missing = [word for word in words if word not in self.text]
        assert not missing, f"{self.address} does not say {missing}: {self.text[:3000]}"
        return True

    def links(self) -> dict[str, str]:
        """Every link by its words; of equal words the first."""
        found: dict[str, str] = {}
        for one in elements(self.dom, "a"):
            found.setdefault(text_of(one), urljoin(self.address, attributes(one).get("href", "")))
        return found

    def link(self, words: str) -> str:
        links = self.links()
        assert words in links, f"{self.address} has no link “{words}”: {[word for word in links if word]}"
        return links[words]

    def lines(self) -> list[list[str]]:
        """The lines of all tables, each as the words of its cells."""
        return [[text_of(c) for c in row.children if is_element(c, "td", "th")] for row in elements(self.dom, "tr")]

    def form(self, button: str) -> Form:
        """Return the form that has this button."""
        forms = [read_form(one, self.address, self.dom) for one in elements(self.dom, "form")]
        found = [one for one in forms if button in one.buttons]
        assert found, f"{self.address} has no button “{button}”: {[list(one.buttons) for one in forms]}"
        return found[0]


def read_form(form: Element, address: str, whole: Element) -> Form:
    """Read a form: its fields by their labels, and the buttons that send it."""
    said = attributes(form)
    read = Form(urljoin(address, said.get("action") or address), said.get("method", "get"), {}, {}, {})
    words = {attributes(one).get("for"): clean(text_of(one)) for one in elements(whole, "label")}
    groups = {id(c): clean(legend) for legend, box in fieldsets(form) for c in elements(box, *CONTROLS)}
    for one in elements(form, *CONTROLS, "button"):
        kept = attributes(one)
        if one.name == "button":
            read.buttons[clean(text_of(one))] = (kept.get("name", ""), kept.get("value", ""))
            continue
        if not kept.get("name") or "disabled" in kept:
            continue
        label = words.get(kept.get("id")) or kept.get("aria-label", "") or wrapping(form, one)
        add(read, one, kept, label, groups.get(id(one), ""))
    return read


def add(read: Form, one: Element, kept: Mapping[str, str], label: str, group: str) -> None:
    """Add a field under its label; boxes and buttons of one name are one field under the label of their group."""
    name, kind = kept["name"], kept.get("type", one.name)
    if kind in {"radio", "checkbox"} and group:
        found = read.controls.setdefault(name, Control(name, "boxes" if kind == "checkbox" else "radio", None))
        found.options.append((clean(label), kept.get("value", "on")))
        if "checked" in kept:
            found.value = [*(found.value or []), kept["value"]] if kind == "checkbox" else kept["value"]
        label = group
    elif kind == "checkbox":
        found = read.controls.setdefault(name, Control(name, "box", []))
        found.options.append((label, kept.get("value", "on")))
        found.value += [kept.get("value", "on")] if "checked" in kept else []
    elif one.name == "select":
        options = [(clean(text_of(o)), attributes(o).get("value", "")) for o in elements(one, "option")]
        chosen = [attributes(o).get("value", "") for o in elements(one, "option") if "selected" in attributes(o)]
        value = chosen[0] if chosen else (options[0][1] if options else None)
        read.controls[name] = Control(name, "select", value, options)
    else:
        value = "".join(str(c) for c in one.children) if one.name == "textarea" else kept.get("value", "")
        read.controls[name] = Control(name, kind, None if kind == "file" else value)
    names = read.labels.setdefault(label, [])
    if label and name not in names:
        names.append(name)


def fieldsets(form: Element) -> Iterator[tuple[str, Element]]:
    for box in elements(form, "fieldset"):
        yield next((text_of(legend) for legend in elements(box, "legend")), ""), box


def wrapping(form: Element, control: Element) -> str:
    return next(
        (clean(text_of(one)) for one in elements(form, "label") if any(c is control for c in elements(one))), ""
    )


def clean(words: str) -> str:
    """Return a label as it is read out: without the star of a required field and the indent of a tree."""
    return words.translate(SPACES).removesuffix("*").strip()


def elements(root: Element, *names: str) -> Iterator[Element]:
    """Give all elements below, in their order; with names only those."""
    for child in root.children:
        if isinstance(child, Element):
            if not names or child.name in names:
                yield child
            yield from elements(child, *names)


def is_element(child: Any, *names: str) -> bool:
    return isinstance(child, Element) and child.name in names


def attributes(element: Element) -> dict[str, str]:
    return {name: value or "" for name, value in element.attributes}


def text_of(element: Element) -> str:
    """Return what is read in an element, without scripts and without what only machines read."""
    if element.name in {"script", "style", "title", "head"}:
        return ""
    parts: Sequence[str] = [text_of(c) if isinstance(c, Element) else str(c) for c in element.children]
    return " ".join(" ".join(parts).split())

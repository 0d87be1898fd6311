"""People at work before a real browser: each sits at a desk of his own and uses what a person sees, words and buttons."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING, Any

from mission.city import City
from playwright.sync_api import TimeoutError as NotInTime

from huiyin.cases.models import Case

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator
    from playwright.sync_api import Page as Screen

Said = Mapping[str, Any]
LAPTOP = {"width": 1440, "height": 900}

IDS_UNDER_LABEL = r"""
(form, wanted) => {
  const clean = (text) => text.replace(/[\s\u3000]/g, "").replace(/\*$/, "");
  const ids = [...form.querySelectorAll("label[for]")]
    .filter((one) => clean(one.textContent) === clean(wanted)).map((one) => one.htmlFor);
  if (ids.length) return ids;
  return [...form.querySelectorAll("[aria-label][id]")]
    .filter((one) => clean(one.getAttribute("aria-label")) === clean(wanted)).map((one) => one.id);
}
"""
VALUE_OF_OPTION = r"""
(select, wanted) => {
  const clean = (text) => text.replace(/^[\s\u3000]*(\d+ )?/, "").trim();
  const found = [...select.options].find((one) => clean(one.textContent) === wanted);
  return found ? found.value : null;
}
"""
ERRORS_BY_LABEL = r"""
(form) => Object.fromEntries([...form.querySelectorAll(".field")].filter((one) => one.querySelector(".errors")).map((one) => [
  (one.querySelector("label, legend").textContent || "").replace(/[\s*]/g, ""), one.querySelector(".errors").innerText.trim()]))
"""
STARRED_AND_EMPTY = r"""
(form) => [...form.querySelectorAll("label:has(.required)")]
  .filter((one) => one.htmlFor && !document.getElementById(one.htmlFor).value)
  .map((one) => one.textContent.replace(/[\s*]/g, ""))
"""
SHOWS = r"""
(words) => {
  const main = document.getElementById("main");
  const shown = main ? main.innerText.replace(/\s+/g, " ") : "";
  return words.every((word) => shown.includes(word));
}
"""
TYPED = r"""
(form) => Object.fromEntries([...form.elements]
  .filter((one) => one.name && !/^(move_|csrf)/.test(one.name) && one.type !== "file" && one.tagName !== "BUTTON")
  .map((one) => [one.name + (["checkbox", "radio"].includes(one.type) ? "=" + one.value : ""),
                 ["checkbox", "radio"].includes(one.type) ? one.checked : one.value]))
"""

one_at_a_time = RLock()
"""The database of a test has one connection, which serves no two requests at once: neither of browsers nor of the test."""


@dataclass
class Office:
    """A city with a server and a browser; `desks` are the browsers of its people."""

    city: City
    address: str
    browser: "Browser"
    desks: dict[str, "Desk"] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def desk(self, key: str, **size: int) -> "Desk":
        """Return the desk of whoever holds a post: a browser in which he is signed in."""
        if key not in self.desks:
            self.desks[key] = self.new_desk(key, **size)
        return self.desks[key]

    def new_desk(self, key: str, **size: int) -> "Desk":
        """Return one more browser of the same person."""
        context = self.browser.new_context(
            viewport={**LAPTOP, **size},  # type: ignore[typeddict-item]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(20_000)
        with one_at_a_time:
            cookies = self.city.who(key).client.cookies
        context.add_cookies([{"name": name, "value": one.value, "url": self.address} for name, one in cookies.items()])
        return Desk(self, key, self.watched(context.new_page()))

    def watched(self, page: "Screen") -> "Screen":
        """Note errors of scripts and breaches of the content policy; the fixture fails on them."""
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda said: self.problems.append(said.text) if "Content Security" in said.text else None)
        return page

    def leave(self) -> None:
        for desk in self.desks.values():
            desk.screen.context.close()
        assert not self.problems, self.problems

    @contextmanager
    def behind_the_scenes(self) -> Iterator[City]:
        """Let the test itself use the city while no request of a browser is under way."""
        with one_at_a_time:
            yield self.city


@dataclass
class Desk:
    """Somebody before his browser."""

    office: Office
    key: str
    screen: "Screen"

    def new_tab(self) -> "Desk":
        """Return a second tab of the same browser."""
        return Desk(self.office, self.key, self.office.watched(self.screen.context.new_page()))

    # -- looking -----------------------------------------------------------------------------------------------------

    def opens(self, address: str) -> "Desk":
        """Open a page by its address."""
        answer = self.screen.goto(f"{self.office.address}{address}")
        assert answer
        assert answer.status == 200, f"{self.key} gets {answer.status} for {address}"
        return self

    def case(self, case: Case) -> "Desk":
        """Open the page of a case."""
        return self.opens(f"/cases/{case.number}/")

    @property
    def text(self) -> str:
        """Everything that is read on the page, in one line."""
        return " ".join(self.screen.inner_text("#main").split())

    def sees(self, *words: str) -> "Desk":
        """All these words stand on the page, or come within a moment."""
        try:
            self.screen.wait_for_function(SHOWS, arg=list(words), timeout=10_000)
        except NotInTime:
            shown = self.text
            missing = [word for word in words if word not in shown]
            raise AssertionError(f"{self.key} does not see {missing} at {self.screen.url}: {shown[:4000]}") from None
        return self

    def sees_not(self, *words: str) -> "Desk":
        """None of these words stands on the page."""
        shown = self.text
        found = [word for word in words if word in shown]
        assert not found, f"{self.key} sees {found} at {self.screen.url}: {shown[:4000]}"
        return self

    def card(self, heading: str) -> str:
        """Return what stands in the part of the page that has this heading."""
        parts = self.screen.locator("section.sheet").filter(has=self.screen.get_by_role("heading", name=heading))
        return " ".join(parts.first.inner_text().split())

    def buttons(self) -> list[str]:
        """Return the moves that the page offers."""
        return [word.strip() for word in self.screen.locator(".moves a").all_inner_texts()]

    # -- doing -------------------------------------------------------------------------------------------------------

    def presses(self, words: str) -> "Desk":
        """Press the link, button or fold with these words that stands first on the page."""
        self.screen.locator("a, button, summary").filter(
            has_text=re.compile(f"^\\s*{re.escape(words)}\\s*$")
        ).first.click()
        return self

    def form(self, button: str) -> "Locator":
        """Return the form that has this button."""
        wanted = self.screen.get_by_role("button", name=button, exact=True)
        return self.screen.locator("form:visible").filter(has=wanted).last

    def fills(self, button: str, said: Said) -> "Locator":
        """Fill in the form that has this button, by its labels."""
        form = self.form(button)
        form.wait_for()
        # Scripts of the page move its parts when they start: who types waits for them, as a person does.
        self.screen.wait_for_load_state()
        for label, value in said.items():
            self._fill(form, label, value)
        return form

    def sends(self, button: str, said: Said | None = None) -> "Desk":
        """Fill in the form that has this button and press it."""
        form = self.fills(button, said or {})
        form.evaluate("form => { form.dataset.wasSent = 1 }")
        form.get_by_role("button", name=button, exact=True).click()
        return self

    def begins(self, case: Case, button: str) -> "Desk":
        """Open a case and press the button of a move: its form comes."""
        self.case(case).presses(button)
        self.form(button).wait_for()
        return self

    def takes(self, case: Case, button: str, said: Said | None = None) -> "Desk":
        """Press a button on the page of a case, fill in what it asks, send it; it is taken."""
        self.begins(case, button).sends(button, said).is_done(button)
        return self

    def is_done(self, button: str) -> None:
        """The page says that the move was taken."""
        self.screen.get_by_text(f"“{button}”已办妥").wait_for()

    def refused(self, button: str) -> dict[str, str]:
        """Wait until the form comes back refused; return the reasons beside its fields, by label."""
        come_back = self.screen.locator("form:visible:not([data-was-sent])")
        come_back.filter(has=self.screen.get_by_role("button", name=button, exact=True)).last.wait_for()
        self.screen.wait_for_load_state()
        self.form(button).locator("xpath=ancestor::main").locator(".errors, [role=alert]").first.wait_for()
        found: dict[str, str] = self.form(button).evaluate(ERRORS_BY_LABEL)
        return found

    def starred(self, button: str) -> list[str]:
        """Return the labels of the fields that a form marks as to be filled, and in which nothing stands yet."""
        found: list[str] = self.form(button).evaluate(STARRED_AND_EMPTY)
        return found

    def labels(self, button: str) -> list[str]:
        """Return the labels of the fields of a form."""
        words = self.form(button).locator("label").all_inner_texts()
        return [one.replace("*", "").strip() for one in words]

    def typed(self, button: str) -> dict[str, Any]:
        """Return what stands in the fields of a form, as a person sees it."""
        found: dict[str, Any] = self.form(button).evaluate(TYPED)
        return found

    def picture(self, path: str) -> None:
        self.screen.screenshot(path=path, full_page=True)

    def _fill(self, form: "Locator", label: str, value: Any) -> None:
        ids = form.evaluate(IDS_UNDER_LABEL, label)
        if not ids:
            group = form.locator("fieldset").filter(has=self.screen.locator("legend").filter(has_text=label))
            for one in value:
                group.locator("label").filter(has_text=re.compile(f"^\\s*{re.escape(one)}\\s*$")).first.click()
            return
        in_rows = isinstance(value, list)
        for name, one in zip(ids, value if in_rows else [value], strict=False):
            self._set(form.locator(f"[id='{name}']"), one)

    def _set(self, control: "Locator", value: Any) -> None:
        if not control.is_visible():
            control.locator("xpath=ancestor::details[not(@open)]/summary").click()
        tag, kind = control.evaluate("one => [one.tagName, one.type]")
        if kind == "file":
            control.set_input_files(value)
        elif kind in {"checkbox", "radio"}:
            control.set_checked(value)
        elif tag == "SELECT":
            found = control.evaluate(VALUE_OF_OPTION, value)
            assert found is not None, f"there is no “{value}” to choose"
            control.select_option(found)
        else:
            control.fill(f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else str(value))

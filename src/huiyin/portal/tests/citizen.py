"""A citizen with a browser of the own, who submits, follows and comes back later."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage
from huiyin.flow.times import travelling

NAME, PHONE = "欧阳小满", "13800005521"


def visible_text(response: HttpResponse) -> str:
    """Return what is read on a page, without tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@dataclass
class Citizen:
    """`browser` keeps cookies; every request happens at the moment of the stage."""

    stage: Stage
    browser: Client = field(default_factory=Client)
    number: str = ""
    code: str = ""

    def matter(self, **other: Any) -> dict[str, Any]:
        """Return a filled-in form."""
        return {
            "title": "柳巷路口路灯不亮", "text": "三盏路灯已一周不亮，晚上看不清路。", "place": "柳巷与榆园路口",
            "wishes": "尽快修好路灯\n告知修好时间", "occurred": "上周起", "object": "路灯", "kind": "complaint",
            "category": self.stage.leaf(), "identity": "open", "name": NAME, "phone": PHONE,
            "petitioner_kind": "person", **other,
        }  # fmt: skip

    def get(self, path: str, **how: Any) -> Any:
        """Open a page."""
        with travelling(self.stage.at):
            return self.browser.get(path, **how)

    def post(self, path: str, data: Any = None, **how: Any) -> Any:
        """Send a form."""
        with travelling(self.stage.at):
            return self.browser.post(path, data or {}, **how)

    def submit(self, channel: str = "web", **other: Any) -> Any:
        """Submit a matter and return the answer to the form."""
        return self.post(f"/portal/submit/{channel}/", self.matter(**other))

    def submits(self, channel: str = "web", **other: Any) -> Case:
        """Submit a matter, read the number and the code off the page, and return the case."""
        assert self.submit(channel, **other).status_code == 302
        page = visible_text(self.get("/portal/submitted/"))
        self.number = re.search(r"工单编号 (\S+)", page)[1]
        self.code = re.search(r"查询码 (\d{10})", page)[1]
        return Case.objects.get(number=self.number)

    def looks(self, number: str = "", code: str = "", **how: Any) -> Any:
        """Type number and code and return the answer."""
        return self.post("/portal/follow/", {"number": number or self.number, "code": code or self.code}, **how)

    def sees(self) -> str:
        """Return what stands on the page of the case."""
        response = self.get("/portal/case/")
        assert response.status_code == 200
        return visible_text(response)

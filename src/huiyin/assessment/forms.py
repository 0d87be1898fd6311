"""Forms beside the moves: a period with its scheme, a claim about a case, a unit's own scheme."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.conf import settings
from pydantic import ValidationError

from huiyin.assessment.computing import counts_rows
from huiyin.files.act import prepare
from huiyin.files.limits import allowed_in_words
from huiyin.flow.says import Ask
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.measures.kinds import Rate
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.place import Uploads
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.errors import said_in_chinese
from huiyin.rulebook.scheme import Scheme
from huiyin.rulebook.scheme_shelf import all_schemes
from huiyin.rulebook.shelf import book_for
from huiyin.statistics.collecting import registry_for

PERIOD = (
    Ask("since", "第一天", "day"),
    Ask("last", "最后一天", "day", help="含当天"),
    Ask("scheme", "考核方案", "choice", required=False, help="不选即本市现行方案"),
)
EVIDENCE = Uploads("证据材料", allowed_in_words(), prepare, lambda asking, files: {})


def book_now(at: datetime) -> Rulebook:
    """Return the rulebook of this moment."""
    return book_for(settings.CITY, local_day(at))


def period_form(at: datetime, since: date, last: date, data: Any = None) -> MoveForm:
    """Return the form of a round to be computed, filled in with a period."""
    schemes = [(one.id, f"{one.label}（{one.since:%Y-%m-%d} 版）") for one in all_schemes()]
    return form_for(PERIOD, book_now(at), {"scheme": schemes}, data, initial={"since": since, "last": last})


def claim_form(asks: tuple[Ask, ...], book: Rulebook, data: Any = None, files: Any = None) -> MoveForm:
    """Return the form of a claim with room for evidence."""
    return form_for(asks, book, None, data, files=files, uploads=EVIDENCE)


def number_in(text: str, label: str) -> Decimal:
    """Return a number that somebody typed. Raises Refused."""
    try:
        number = Decimal(text.strip().replace("％", "").removesuffix("%"))
    except InvalidOperation:
        raise Refused([f"{label}应是数字，不能是“{text[:20]}”"]) from None
    if not number.is_finite() or not 0 <= number <= 1000:
        raise Refused([f"{label}应是 0 到 1000 的数字"])
    return number


MOST_ITEMS = 8
WAYS = (("linear", "按率得分"), ("deduction", "每件扣分"), ("bonus", "每件加分"), ("veto", "一票否决"))


class OwnSchemeForm(forms.Form):
    """A unit's own scheme: a name, how the total is made, and up to eight items. The scheme itself judges what was typed."""

    use_required_attribute = False

    label = forms.CharField(label="办法名称", max_length=60, required=False)
    total = forms.ChoiceField(
        label="总分", choices=[("from_zero", "得分制：各项相加，分值之和为 100"), ("from_full", "扣分制：从 100 分往下扣")],
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, book: Rulebook, **kwargs: Any) -> None:
        """Offer the measures of the book, for each item one."""
        super().__init__(*args, **kwargs)
        self.registry = registry_for(book)
        offered = [
            ("", "（不用）"),
            *((one.name, one.label) for one in self.registry if counts_rows(one, self.registry)),
        ]
        for n in range(1, MOST_ITEMS + 1):
            self.fields[f"measure{n}"] = forms.ChoiceField(label=f"第{n}项指标", choices=offered, required=False)
            self.fields[f"way{n}"] = forms.ChoiceField(label=f"第{n}项计法", choices=WAYS, required=False)
            self.fields[f"points{n}"] = forms.CharField(label=f"第{n}项分值", required=False, max_length=10)

    @property
    def items(self) -> list[tuple[Any, Any, Any]]:
        """The fields of the items, three by three."""
        return [(self[f"measure{n}"], self[f"way{n}"], self[f"points{n}"]) for n in range(1, MOST_ITEMS + 1)]

    def scheme(self, since: date, source: str) -> Scheme:
        """Return the scheme that was typed. Raises Refused with every reason."""
        label = str(self["label"].value() or "").strip()
        if not label:
            raise Refused([], {"label": "请填写办法名称"})
        raw = {
            "name": "own", "since": since, "label": label, "source": source, "total": self["total"].value(), "decimals": 2,
            "rounding": "half_up", "ranked": "together", "volume": "unit_dispatched", "indicators": self._indicators(),
        }  # fmt: skip
        try:
            return Scheme.model_validate(raw)
        except ValidationError as error:
            raise Refused([message for _, message in said_in_chinese(error)]) from None

    def _indicators(self) -> list[dict[str, Any]]:
        found = []
        for n, (measure, way, points) in enumerate(self.items, 1):
            name, kind = str(measure.value() or ""), str(way.value() or "")
            if not name:
                continue
            if name not in self.registry:
                raise Refused([f"第{n}项：没有这个指标"])
            if isinstance(self.registry.get(name), Rate) != (kind == "linear"):
                raise Refused([f"第{n}项：率用“按率得分”，件数用“每件扣分、每件加分、一票否决”"])
            number = Decimal(0) if kind == "veto" else number_in(str(points.value() or ""), f"第{n}项分值")
            ways: dict[str, dict[str, Any]] = {"linear": {"points": number}, "veto": {"at": 1}}
            key = ways.get(kind, {"each": number})
            found.append(
                {"code": f"item{n}", "label": self.registry.get(name).label, "kind": kind, "measures": [name], **key}
            )
        if not found:
            raise Refused(["至少要有一项指标"])
        return found

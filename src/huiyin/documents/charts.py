"""Charts of papers as SVG, drawn by hand: bars or lines, in greys and patterns that also hold on a black-and-white printer."""

from collections.abc import Sequence
from html import escape
from itertools import chain
from math import ceil, floor, isfinite, log10

from huiyin.documents.content import Chart
from huiyin.documents.words import number

WIDTH, PLOT = 640, 200
LEFT, RIGHT, LINE = 56, 12, 15
COLOURS = ("#2f5f9e", "#d98e2b", "#5b8c5a", "#a34a4a", "#6f6f6f", "#8a6fb0")
DASHES = ("", "7 4", "2 3", "9 3 2 3", "4 4", "12 4")
FONTS = "FandolHei, 'Noto Sans CJK SC', 'LXGW WenKai', 'WenQuanYi Micro Hei', sans-serif"
LINES_OF_SCALE = 5
MOST_VALUES_WRITTEN = 14
MOST_LABELS = 24


def svg_of(chart: Chart) -> str:
    """Return the chart as SVG; its words are text, so that a reader of the PDF can search for them."""
    chart = _drawable(chart)
    low, high, step = _scale(list(chain.from_iterable(series.values for series in chart.series)))
    plot = _Plot(low, high, len(chart.labels))
    drawn = _bars if chart.kind == "bar" else _lines
    labels, lines = _labels(chart.labels, plot)
    parts = [*_grid(plot, step), *drawn(chart, plot), *labels, *_legend(chart)]
    height = plot.bottom + 8 + LINE * lines
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="{escape(FONTS)}" font-size="12">{"".join(parts)}</svg>'
    )


def told(chart: Chart) -> str:
    """Return the chart in words, for readers who do not see it."""
    kind = "柱状图" if chart.kind == "bar" else "折线图"
    rows = (
        f"{series.name}：" + "，".join(f"{label} {number(value)}" for label, value in zip(chart.labels, series.values))  # noqa: B905
        for series in chart.series
    )  # fmt: skip
    return "。".join((f"{kind}{chart.caption and '：'}{chart.caption}", *rows)) + "。"


def _drawable(chart: Chart) -> Chart:
    """Return the chart without values that are no numbers (a share of nothing): they are drawn as zero, the table says more."""
    series = tuple(
        one.model_copy(update={"values": tuple(value if isfinite(value) else 0.0 for value in one.values)})
        for one in chart.series
    )
    return chart.model_copy(update={"series": series})


class _Plot:
    """The field between the axes: where a value and a place on the label axis lie."""

    top, bottom = 30, 30 + PLOT

    def __init__(self, low: float, high: float, places: int) -> None:
        self.low, self.high = low, high
        self.slot = (WIDTH - LEFT - RIGHT) / max(1, places)

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * PLOT

    def x(self, place: float) -> float:
        return LEFT + self.slot * (place + 0.5)


def _scale(values: Sequence[float]) -> tuple[float, float, float]:
    """Return where the axis begins and ends and its steps; it begins at zero unless values are negative. Half a case is no step."""
    low, high = min([0.0, *values]), max([0.0, *values])
    whole = all(value == round(value) for value in values)
    raw = max(1.0 if whole else 0.0, ((high - low) or 1) / LINES_OF_SCALE)
    size = 10.0 ** floor(log10(raw))
    steps = (size * factor for factor in (1, 2, 2.5, 5, 10))
    step = next(step for step in steps if step >= raw and (not whole or step == round(step)))
    return floor(low / step) * step, max(step, ceil(high / step) * step), step


def _text(x: float, y: float, words: str, anchor: str = "middle", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def _grid(plot: _Plot, step: float) -> list[str]:
    parts = []
    for count in range(round((plot.high - plot.low) / step) + 1):
        value = plot.low + count * step
        y = plot.y(value)
        tone = "#444" if abs(value) < step / 1000 else "#ddd"
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{tone}" stroke-width="0.8"/>')
        parts.append(_text(LEFT - 6, y + 4, number(round(value, 6)), "end"))
    return parts


def _bars(chart: Chart, plot: _Plot) -> list[str]:
    parts = []
    count = max(1, len(chart.series))
    width = min(46.0, plot.slot * 0.72 / count)
    written = len(chart.labels) * count <= MOST_VALUES_WRITTEN
    for nth, series in enumerate(chart.series):
        for place, value in enumerate(series.values[: len(chart.labels)]):
            x = plot.x(place) + (nth - count / 2) * width
            top, bottom = sorted((plot.y(value), plot.y(0)))
            colour = COLOURS[nth % len(COLOURS)]
            parts.append(
                f'<rect x="{x:.1f}" y="{top:.1f}" width="{width * 0.92:.1f}" height="{bottom - top:.1f}" fill="{colour}"/>'
            )
            if written:
                parts.append(_text(x + width / 2, top - 4, number(value), more=' font-size="11"'))
    return parts


def _lines(chart: Chart, plot: _Plot) -> list[str]:
    parts = []
    # The values of two lines would lie upon each other; they stand in the table.
    written = len(chart.series) == 1 and len(chart.labels) <= MOST_VALUES_WRITTEN
    for nth, series in enumerate(chart.series):
        points = [(plot.x(place), plot.y(value)) for place, value in enumerate(series.values[: len(chart.labels)])]
        colour, dashes = COLOURS[nth % len(COLOURS)], DASHES[nth % len(DASHES)]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        if path:
            parts.append(
                f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes or "none"}"/>'
            )
        for (x, y), value in zip(points, series.values, strict=False):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')
            if written:
                parts.append(_text(x, y - 7, number(value), more=' font-size="11"'))
    return parts


def _labels(labels: Sequence[str], plot: _Plot) -> tuple[list[str], int]:
    """Return the labels below the axis and in how many lines: of many only every second or third is written."""
    every = max(1, ceil(len(labels) / MOST_LABELS))
    room = max(2, int(plot.slot * every / 12.5))
    parts, lines = [], 1
    for place, label in list(enumerate(labels))[::every]:
        first, rest = label[:room], label[room:]
        parts.append(_text(plot.x(place), plot.bottom + 17, first))
        if rest:
            lines = 2
            parts.append(
                _text(plot.x(place), plot.bottom + 17 + LINE, rest if len(rest) <= room else f"{rest[: room - 1]}…")
            )
    return parts, lines


def _legend(chart: Chart) -> list[str]:
    if len(chart.series) < 2:
        return [_text(LEFT, 18, series.name, "start") for series in chart.series]
    parts, x = [], float(LEFT)
    for nth, series in enumerate(chart.series):
        colour = COLOURS[nth % len(COLOURS)]
        parts.append(f'<rect x="{x:.1f}" y="8" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(x + 17, 18, series.name, "start"))
        x += 17 + 12.5 * len(series.name) + 18
    return parts

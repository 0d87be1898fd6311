"""A chart travels inside its picture: programs keep a picture as it is, so the chart comes back from it as it went."""

import io

from PIL import Image, PngImagePlugin
from pydantic import ValidationError

from huiyin.documents.content import Chart

NAME = "huiyin-chart"
LARGEST = 20_000


def with_chart_inside(png: bytes, chart: Chart) -> bytes:
    """Return the picture in few colours, with the chart's labels and values as a text inside."""
    inside = PngImagePlugin.PngInfo()
    inside.add_itxt(NAME, chart.model_dump_json())
    kept = io.BytesIO()
    few = (
        Image.open(io.BytesIO(png))
        .convert("RGB")
        .quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    )
    few.save(kept, "PNG", pnginfo=inside)
    return kept.getvalue()


def chart_inside(picture: bytes) -> Chart | None:
    """Return the chart that travels in a picture, None for a picture of somebody else."""
    if not picture.startswith(b"\x89PNG"):
        return None
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            text = str(opened.info.get(NAME, ""))
        return Chart.model_validate_json(text) if text and len(text) <= LARGEST else None
    except (OSError, ValueError, SyntaxError, ValidationError):
        return None

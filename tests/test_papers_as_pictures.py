"""A circular and a bulletin as they leave the printer, kept in `docs/screens/` for people who have not seen the system."""

import io

import pypdfium2
import pytest
from PIL import Image
from walk.pictures import HEAVIEST, keep, look_alike, small

from huiyin.documents import to_pdf
from huiyin.documents.content import Document
from huiyin.documents.pdf import lacking_fonts
from huiyin.documents.tests.samples import bulletin, circular, full_page

GREY = "#9a9a9a"


def pages_side_by_side(document: Document) -> bytes:
    pages = [page.render(scale=0.85).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(to_pdf(document))]
    sheet = Image.new("RGB", (sum(page.width + 8 for page in pages) - 8, pages[0].height), GREY)
    for nth, page in enumerate(pages):
        sheet.paste(page, (nth * (page.width + 8), 0))
    kept = io.BytesIO()
    sheet.save(kept, "PNG")
    return small(kept.getvalue())


@pytest.fixture(autouse=True)
def fonts_are_there():
    if lacking_fonts():
        pytest.skip(f"这台机器缺少公文字体：{'、'.join(lacking_fonts())}")


@pytest.mark.parametrize(
    ("name", "document"), [("paper-circular", circular()), ("paper-bulletin", bulletin())], ids=["circular", "bulletin"]
)
def test_a_paper_looks_as_it_did(name, document):
    made = pages_side_by_side(document)
    assert len(made) <= HEAVIEST
    assert keep(name, made) == ""


def test_the_comparison_tells_papers_apart():
    longer = circular().model_copy(
        update={"blocks": (*circular().blocks[:1], *full_page(6).blocks, *circular().blocks[1:])}
    )
    assert not look_alike(pages_side_by_side(circular()), pages_side_by_side(longer))

"""What a paper consists of, and how it becomes a PDF or a DOCX and comes back from one. No Django.

What others call is named here; the compiler of PDF and the library for DOCX are loaded when the first paper needs them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huiyin.documents.content import Document
    from huiyin.documents.readback import ReadBack


def to_pdf(document: "Document") -> bytes:
    """Return the paper as PDF; the same content gives the same bytes."""
    from huiyin.documents.pdf import pdf_of

    return pdf_of(document)


def lacking_fonts() -> tuple[str, ...]:
    """Return the typefaces (仿宋, 小标宋, …) that papers of this machine replace by others; () when all are there."""
    from huiyin.documents import pdf

    return pdf.lacking_fonts()


def to_docx(document: "Document") -> bytes:
    """Return the paper as DOCX, to be edited in WPS or Word; each figure stands in a locked content control."""
    from huiyin.documents.docx_out import docx_of

    return docx_of(document)


def read_docx(data: bytes, sent: "Document | None" = None) -> "ReadBack":
    """Return what an edited DOCX says, with its figures still bound or flagged; `Unreadable` says in Chinese why it cannot be read.

    `sent` is the paper as it went out: it helps where the file lost what it carried of its figures.
    """
    from huiyin.documents.docx_in import read_back

    return read_back(data, sent)

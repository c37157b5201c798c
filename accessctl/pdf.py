"""Papers as PDF: the one way from a page of ours to a file that can be printed and read aloud (PDF/UA).

Fonts are those of the machine; text of any script can be selected and searched.  What stands on a paper, and who may
have it, is decided by who calls.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from registry.lib.errors import RegistryError

INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"

logger = logging.getLogger(__name__)


class PdfUnavailable(RegistryError):
    """The machine lacks the library that draws PDF files."""

    code, status = "pdf_unavailable", 501
    template = _(
        "This machine cannot make PDF files yet. Whoever runs it installs what is missing with: %(command)s. "
        "Until then, print from the page."
    )


def draw(html: str, *sheets: str) -> bytes:
    """A whole page of HTML as PDF/UA, styled by our own style sheets, named as static files.

    Raises PdfUnavailable where Pango is missing.
    """
    try:
        weasyprint = engine()
    except OSError as error:
        logger.warning("no PDF: %s", type(error).__name__)
        raise PdfUnavailable(command=INSTALL) from error
    styles = [
        weasyprint.CSS(string=Path(str(finders.find(name))).read_text(encoding="utf-8"), url_fetcher=_nothing)
        for name in sheets
    ]
    document = weasyprint.HTML(string=html, url_fetcher=_nothing)
    written: bytes = document.write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1")
    return written


def engine() -> Any:
    """The PDF engine, looked for only when a PDF is wanted.  Raises OSError where its libraries are missing."""
    import weasyprint  # noqa: PLC0415 - a machine without Pango runs all the rest

    return weasyprint


def answer(content: bytes, name: str) -> HttpResponse:
    """A PDF to be shown by the browser; `name` becomes part of a file name: a reference, never a person's name."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _nothing(url: str, *_rest: Any, **_more: Any) -> Any:
    """SECURITY: a paper fetches nothing, neither from the network nor from the disk."""
    raise ValueError("a paper refers to nothing outside itself")

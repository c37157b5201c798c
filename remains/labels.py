"""Labels for remains, containers and samples: the reference as text, QR code and bars, and nothing else about them.

A label says nothing that could tell who somebody is: it is read by anybody who passes.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import segno
from barcode.codex import Code128
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from registry.lib.errors import RegistryError

QUIET = 10  # modules of white on either side of the bars, as the standard asks
BAR_HEIGHT = 30
COPIES = 8  # one for the remains; the others for the container, the file, samples and belongings
INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"

logger = logging.getLogger(__name__)


class PdfUnavailable(RegistryError):
    """The machine lacks the library that draws PDF files."""

    code, status = "pdf_unavailable", 501
    template = _(
        "This machine cannot make PDF files yet. Whoever runs it installs what is missing with: %(command)s. "
        "Until then, print the label from the page."
    )


def qr_svg(ref: str) -> SafeString:
    """The QR code of a reference as an SVG element."""
    code = segno.make(ref, error="m", micro=False)
    # SECURITY: the drawing holds figures of our own making only.
    return mark_safe(code.svg_inline(border=2, svgclass="label__qr", lineclass=None, omitsize=True))  # noqa: S308


def bars_svg(ref: str) -> SafeString:
    """The same reference as Code 128, for the readers of laboratories that take bars alone."""
    modules: str = "".join(Code128(ref).build())
    dark = "".join(
        f"M{QUIET + run.start()} 0h{len(run[0])}v{BAR_HEIGHT}h-{len(run[0])}z" for run in re.finditer("1+", modules)
    )
    size = f"0 0 {len(modules) + 2 * QUIET} {BAR_HEIGHT}"
    drawing = (
        '<svg class="label__bars" viewBox="{}" shape-rendering="crispEdges" aria-hidden="true"><path d="{}"/></svg>'
    )
    return format_html(drawing, size, dark)


def context(ref: str) -> dict[str, Any]:
    """What the templates of a sheet of labels need."""
    return {"ref": ref, "qr": qr_svg(ref), "bars": bars_svg(ref), "copies": range(COPIES)}


def pdf(ref: str) -> bytes:
    """A sheet of labels as PDF/UA.  Raises PdfUnavailable where Pango is missing."""
    try:
        weasyprint = engine()
    except OSError as error:
        logger.warning("no PDF: %s", type(error).__name__)
        raise PdfUnavailable(command=INSTALL) from error
    sheet = Path(str(finders.find("app/label.css"))).read_text(encoding="utf-8")
    document = weasyprint.HTML(string=render_to_string("remains/label_sheet.html", context(ref)), url_fetcher=_nothing)
    style = weasyprint.CSS(string=sheet, url_fetcher=_nothing)
    written: bytes = document.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return written


def engine() -> Any:
    """The PDF engine, looked for only when a PDF is wanted.  Raises OSError where its libraries are missing."""
    import weasyprint  # noqa: PLC0415 - a machine without Pango runs all the rest

    return weasyprint


def _nothing(url: str, *_rest: Any, **_more: Any) -> Any:
    """A label fetches nothing: neither from the network nor from the disk."""
    raise ValueError("a label refers to nothing outside itself")

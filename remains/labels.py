"""Labels for remains, containers and samples: the reference as text, QR code and bars, and nothing else about them.

A label says nothing that could tell who somebody is: it is read by anybody who passes.
"""

from __future__ import annotations

import re
from typing import Any

import segno
from barcode.codex import Code128
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accessctl import pdf as papers

QUIET = 10  # modules of white on either side of the bars, as the standard asks
BAR_HEIGHT = 30
ON_PAGE = 8
COPIES = 8  # one for the remains; the others for the container, the file, samples and belongings


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


def pdf(*refs: str, copies: int = COPIES) -> bytes:
    """Sheets of labels as PDF, so many of each reference.  Raises PdfUnavailable."""
    labels = [label for ref in refs for label in [context(ref)] * copies]
    # A grid of its own for each page: one for all is laid out anew at each page, 29 s for 100 labels.
    pages = [labels[first : first + ON_PAGE] for first in range(0, len(labels), ON_PAGE)]
    sheet = {"title": refs[0] if len(refs) == 1 else "", "pages": pages}
    return papers.draw(render_to_string("remains/label_sheet.html", sheet), "app/label.css")

"""Tables out: CSV, XLSX and ODS of the same rows.  Every cell is text; formulas are made text."""

from __future__ import annotations

import csv
import html
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Final

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cases.imports.files import safe_cell

MIME: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
Row = Sequence[str]
Sheets = dict[str, Iterable[Row]]


def table(kind: str, rows: Iterable[Row]) -> bytes:
    """One table.  kind: of MIME."""
    return {"csv": _csv, "xlsx": lambda found: workbook({"1": found}), "ods": _ods}[kind](rows)


def _csv(rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()  # with a mark, or spreadsheets misread the letters


def workbook(sheets: Sheets) -> bytes:
    """An XLSX workbook of several sheets, by name."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", safe_cell(cell)) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_MANIFEST: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.2" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_CONTENT: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def _ods(rows: Iterable[Row]) -> bytes:
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), MIME["ods"])  # first and unpacked, as the format asks
        packed.writestr("META-INF/manifest.xml", _MANIFEST.format(mime=MIME["ods"]))
        packed.writestr("content.xml", _CONTENT.format(rows=lines))
    return out.getvalue()


def _ods_cell(text: str) -> str:
    said = html.escape(ILLEGAL_CHARACTERS_RE.sub("", text))
    return f'<table:table-cell office:value-type="string"><text:p>{said}</text:p></table:table-cell>'

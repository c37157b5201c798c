"""Workbooks (XLSX) written part by part, so that a test may write any of them wrongly."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

SHEET_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def cells(*rows: str) -> str:
    """Rows of texts, separated by commas, as rows of a sheet."""
    return "".join(
        f'<row r="{number}">'
        + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row.split(","))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )


def sheet(rows: str, *, before: str = "", inside: str = "") -> str:
    """A sheet of these rows.  before: ahead of its root; inside: ahead of its rows."""
    said = f"<sheetData>{rows}</sheetData></worksheet>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}{SHEET_HEAD}{inside}{said}'


TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
)
RELATION = (
    '<Relationship Id="{key}" Target="{target}"{more} '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
)


RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
ROOT = RELATIONS.format(RELATION.format(key="r0", target="xl/workbook.xml", kind="officeDocument", more=""))
FIRST = RELATION.format(key="r1", target="worksheets/sheet1.xml", kind="worksheet", more="")


def pack(parts: Mapping[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


def parts_of(first: str | bytes, also: Mapping[str, str | bytes] | None = None) -> dict[str, str | bytes]:
    """The parts of a workbook with this sheet, and others by their names."""
    return {
        "[Content_Types].xml": TYPES, "_rels/.rels": ROOT, "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS.format(FIRST),
        "xl/worksheets/sheet1.xml": first,
    } | dict(also or {})  # fmt: skip


def workbook(first: str | bytes, also: Mapping[str, str | bytes] | None = None) -> bytes:
    return pack(parts_of(first, also))

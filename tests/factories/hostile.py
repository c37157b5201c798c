"""Files that somebody made to harm, or that are not what they say: each with what an import must make of it.

A verdict is the exception with which the whole file is refused, or how many rows are taken and how many refused.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from dataclasses import dataclass

from cases.imports.files import (
    MAX_BYTES,
    MAX_UNPACKED,
    BrokenQuotes,
    EmptyFile,
    FileTooLarge,
    TooManyColumns,
    UnreadableFile,
)
from tests.factories.workbooks import FIRST, RELATION, RELATIONS, TYPES, cells, pack, parts_of, sheet, workbook

Verdict = type[UnreadableFile] | tuple[int, int]
HEAD = "external_id,name,sex,date_last_contact,enquirer_name,enquirer_relationship"
REST = "male,2021-03,Awa Ceesay,Mother"  # of a row, behind the name
GOOD = f"CM-1,Lamin Ceesay,{REST}"
TABLE = f"{HEAD}\n{GOOD}\n"
TAKEN, REFUSED = (1, 0), (0, 1)
SHEET = sheet(cells(HEAD, GOOD))


@dataclass(frozen=True)
class Traps:
    """What a file may try to reach: a file of this machine and a port on it."""

    path: str
    port: int


def with_name(cell: str) -> bytes:
    """A table of one person who is called this."""
    return f'{HEAD}\nCM-1,"{cell}",{REST}\n'.encode()


def texts() -> dict[str, tuple[bytes, Verdict]]:
    """Tables of text."""
    formulas = {
        f"formula {cell[:5]!r}": (with_name(cell), REFUSED)
        for cell in (
            "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-cmd|'x'!A0", "=HYPERLINK(1)", "=DDE(1)", "=WEBSERVICE(1)",
            "=IMPORTXML(1)", "\uff1d1+1", "\uff20SUM(A1)", "\uff0bcmd", "\uff0dcmd",
        )
    }  # fmt: skip
    return formulas | {
        "nothing": (b"", UnreadableFile),
        "a byte order mark": (b"\xef\xbb\xbf", UnreadableFile),
        "empty lines": (b"\n\r\n\n", UnreadableFile),
        "separators alone": (b",,,,\n,,,,\n", UnreadableFile),
        "a heading alone": (HEAD.encode(), EmptyFile),
        "a heading and blank rows": (f"{HEAD}\n,,\n  , ,\n".encode(), EmptyFile),
        "NUL in a cell": (TABLE.replace("Lamin", "La\0min").encode(), UnreadableFile),
        "NUL at the end": (TABLE.encode() + b"\0" * 64, UnreadableFile),
        "UTF-16 with a mark": (TABLE.encode("utf-16"), UnreadableFile),
        "UTF-16 without": (TABLE.encode("utf-16-be"), UnreadableFile),
        "UTF-32": (TABLE.encode("utf-32"), UnreadableFile),
        "UTF-7": (f"{HEAD}\nCM-1,+AEEAbA-,{REST}\n".encode(), REFUSED),
        "UTF-8 with a mark": (TABLE.encode("utf-8-sig"), TAKEN),
        "UTF-8 and Western European": (
            TABLE.replace("CM-1", "CM-é").encode() + f"CM-2,Müller,{REST}\n".encode("cp1252"), (1, 1)
        ),
        "Western European": (TABLE.replace("Lamin", "José").encode("cp1252"), TAKEN),
        "bytes of no encoding": (TABLE.encode().replace(b"Lamin", b"\x81\x8d\x8f"), UnreadableFile),
        "surrogates as UTF-8": (TABLE.encode().replace(b"Lamin", b"\xed\xa0\x80\xc3\xa9"), REFUSED),
        "a mark that turns the direction": (with_name("Lamin \u202eyaseeC"), REFUSED),
        "control characters": (with_name("Lamin\x07\x1b[2J"), REFUSED),
        "old Macintosh line ends": (TABLE.replace("\n", "\r").encode(), TAKEN),
        "a line separator in a cell": (with_name("Lamin\u2028Ceesay"), REFUSED),
        "a quote that never ends": (f'{HEAD}\nCM-1,"Lamin,{REST}\n'.encode(), BrokenQuotes),
        "a quote inside": (f'{HEAD}\nCM-1,"La"min",{REST}\n'.encode(), BrokenQuotes),
        "a cell of a megabyte": (with_name("a" * 1_000_000), BrokenQuotes),
        "a name of 100,000 letters": (with_name("a" * 100_000), REFUSED),
        "10,000 marks over one letter": (with_name("a" + "\u0301" * 10_000), REFUSED),
        "10,000 quotes": (with_name('""' * 10_000), REFUSED),
        "a million columns": (("a," * 1_000_000 + "\n1\n").encode(), TooManyColumns),
        "a row of a million cells": ((TABLE + "," * 1_000_000 + "x\n").encode(), (1, 1)),
        "a million blank rows": (TABLE.encode() + b"\n" * 1_000_000, FileTooLarge),
        "more than ten megabytes": (TABLE.encode() + b"x" * MAX_BYTES, FileTooLarge),
        "the same heading thrice": (f"{HEAD},name,name\n{GOOD},x,y\n".encode(), TAKEN),
        "the same number twice": (f"{TABLE}{GOOD}\n".encode(), TAKEN),
        "a number of 100,000 digits": (f"{HEAD},height_cm\n{GOOD},{'9' * 100_000}\n".encode(), REFUSED),
        "no number": (f"{HEAD},height_cm\n{GOOD},NaN\n".encode(), REFUSED),
        "infinity": (f"{HEAD},height_cm\n{GOOD},1e999\n".encode(), REFUSED),
        "digits of another script": (f"{HEAD},height_cm\n{GOOD},١٧٨\n".encode(), TAKEN),
        "a day that is none": (f"{HEAD},date_of_birth\n{GOOD},31/02/1999\n".encode(), REFUSED),
        "a day in the year 10,000": (f"{HEAD},date_of_birth\n{GOOD},10000-01-01\n".encode(), REFUSED),
        "a place beyond the earth": (
            f"{HEAD},place_last_contact_lat,place_last_contact_lon\n{GOOD},91,181\n".encode(), REFUSED
        ),
        "a code nobody knows": (f"{HEAD},route_code\n{GOOD},'; DROP TABLE cases_case;--\n".encode(), REFUSED),
        "too many cells": (f"{HEAD}\n{GOOD},more,and,more\n".encode(), REFUSED),
        "markup": (with_name("<script>alert(1)</script>"), REFUSED),
        "a template": (with_name("{{ settings.SECRET_KEY }}{% debug %}"), REFUSED),
        "a pattern that never ends": (with_name("a" * 90 + "!"), TAKEN),
        "a web page": (b"<!doctype html><html><body><table><tr><td>x</td></tr></table></body></html>", EmptyFile),
    }  # fmt: skip


def foreign() -> dict[str, tuple[bytes, Verdict]]:
    """Other kinds of files, whatever their name says."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as packed:
        member = tarfile.TarInfo("../cases.csv")
        member.size = len(TABLE)
        packed.addfile(member, io.BytesIO(TABLE.encode()))
    good = workbook(SHEET)
    return {
        name: (data, UnreadableFile)
        for name, data in {
            "gzip": gzip.compress(TABLE.encode()),
            "bzip2": bz2.compress(TABLE.encode() * 50),
            "xz": lzma.compress(TABLE.encode()),
            "7-Zip": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(40),
            "RAR": b"Rar!\x1a\x07\x01\x00" + bytes(40),
            "tar": tar.getvalue(),
            "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "PNG": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20),
            "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20),
            "a program": b"\x7fELF\x02\x01\x01\x00" + bytes(60),
            "a Windows program": b"MZ\x90\x00" + bytes(60),
            "a database": b"SQLite format 3\x00" + bytes(90),
            "a picture that is a workbook too": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;" + good,
            "a document that is a workbook too": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + good,
            "a table that is a workbook too": TABLE.encode() + good,
            "an archive of nothing": b"PK\x05\x06" + bytes(18),
        }.items()
    }


def _with(data: bytes, at: bytes, offset: int, new: bytes) -> bytes:
    """Every structure of an archive that begins so, with other bytes at an offset of it."""
    out, place = bytearray(data), -1
    while (place := data.find(at, place + 1)) >= 0:
        out[place + offset : place + offset + len(new)] = new
    return bytes(out)


LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def _claiming(data: bytes, size: int) -> bytes:
    """An archive whose parts all claim to unpack to so many bytes."""
    claimed = struct.pack("<I", size)
    return _with(_with(data, LOCAL, 22, claimed), CENTRAL, 24, claimed)


def archives() -> dict[str, tuple[bytes, Verdict]]:
    """Workbooks as archives: bombs, broken ones, ones in others."""
    good, zeros = workbook(SHEET), sheet(cells(HEAD, GOOD) + "<!--" + "0" * (MAX_UNPACKED + 1) + "-->")
    bomb = workbook(zeros)
    end = good.rfind(b"PK\x05\x06")
    link = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
    link.external_attr = 0o120777 << 16
    linked, document = io.BytesIO(), pack({"[Content_Types].xml": TYPES, "word/document.xml": "<document/>"})
    with zipfile.ZipFile(linked, "w") as packed:
        for name, data in parts_of("").items():
            packed.writestr(link if name.endswith("sheet1.xml") else name, data or "/etc/passwd")
    return {
        "a workbook": (good, TAKEN),
        "one that is not packed": (pack(parts_of(SHEET), zipfile.ZIP_STORED), TAKEN),
        "one packed otherwise (bzip2)": (pack(parts_of(SHEET), zipfile.ZIP_BZIP2), UnreadableFile),
        "one packed otherwise (LZMA)": (pack(parts_of(SHEET), zipfile.ZIP_LZMA), UnreadableFile),
        "a bomb": (bomb, FileTooLarge),
        "a bomb that claims to be small": (_claiming(bomb, 1000), UnreadableFile),
        "one that claims to be large": (_claiming(good, 0xFFFFFFF0), FileTooLarge),
        "the first half": (good[: len(good) // 2], UnreadableFile),
        "without its list": (good[: good.find(CENTRAL)], UnreadableFile),
        "its first bytes alone": (b"PK\x03\x04", UnreadableFile),
        "with a list elsewhere": (good[: end + 16] + b"\xff\xff\xff\x7f" + good[end + 20 :], UnreadableFile),
        "locked": (_with(_with(good, LOCAL, 6, b"\x01"), CENTRAL, 8, b"\x01"), UnreadableFile),
        "with wrong checksums": (_with(_with(good, LOCAL, 14, b"abcd"), CENTRAL, 16, b"abcd"), UnreadableFile),
        "of an unknown packing": (_with(_with(good, LOCAL, 8, b"\x63"), CENTRAL, 10, b"\x63"), UnreadableFile),
        "with a table behind it": (good + TABLE.encode(), TAKEN),
        "with a comment of 60 KB": (good[: end + 20] + b"\x60\xea" + b"x" * 60_000, TAKEN),
        "a link for a sheet": (linked.getvalue(), UnreadableFile),
        "in another archive": (pack({"cases.xlsx": good}), UnreadableFile),
        "a table in an archive": (pack({"cases.csv": TABLE}), UnreadableFile),
        "a bomb in archives": (pack({"1.zip": pack({"2.zip": pack({"3.xlsx": bomb})})}), UnreadableFile),
        "20,000 parts": (workbook(SHEET, {f"xl/x{n}.xml": "" for n in range(20_000)}), TAKEN),
        "parts elsewhere": (pack(parts_of(SHEET) | {"../../../../tmp/x": "x", "/etc/passwd": "x"}), TAKEN),
        "a letter": (document, UnreadableFile),
        "an empty archive with a name": (pack({"x": ""}), UnreadableFile),
    }


# --- inside a workbook ------------------------------------------------------------------------------------------------

LAUGHS = "<!DOCTYPE x [<!ENTITY a 'lol'>" + "".join(
    f"<!ENTITY {chr(ord('a') + n)} '{('&' + chr(ord('a') + n - 1) + ';') * 10}'>" for n in range(1, 12)
) + "]>"  # fmt: skip


def _reading(traps: Traps) -> str:
    return f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{traps.path}">]>'


def _asking(what: str) -> str:
    """Rows of one person, whose name is this piece of a document."""
    return cells(HEAD, f"CM-1,NAME,{REST}").replace("NAME", what)


def sheets(traps: Traps) -> dict[str, tuple[bytes, Verdict]]:
    """Workbooks as documents: entities, formulas, cells that do not exist or far too many of them."""
    own = _reading(traps)
    far = f'<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:{traps.port}/">]>'
    part = f'<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:{traps.port}/"> %e;]>'
    outer = f'<!DOCTYPE x SYSTEM "http://127.0.0.1:{traps.port}/x.dtd">'
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="file://{traps.path}"/>'
    link = RELATION.format(
        key="r2", target=f"http://127.0.0.1:{traps.port}/", kind="externalLink", more=' TargetMode="External"'
    )

    def one(cell: str) -> bytes:
        """A workbook of one person; the cell of the name is this."""
        number, rest = (cells(row).split(">", 1)[1].removesuffix("</row>") for row in ("CM-1", REST))
        return workbook(sheet(f'{cells(HEAD)}<row r="2">{number}{cell}{rest}</row>'))

    return {
        "entities of entities": (workbook(sheet(_asking("&l;"), before=LAUGHS)), UnreadableFile),
        "an entity of a file": (workbook(sheet(_asking("&e;"), before=own)), UnreadableFile),
        "an entity of an address": (workbook(sheet(_asking("&e;"), before=far)), UnreadableFile),
        "an entity of a declaration": (workbook(sheet(_asking("Lamin"), before=part)), TAKEN),
        "a declaration elsewhere": (workbook(sheet(_asking("Lamin"), before=outer)), TAKEN),
        "an included file": (workbook(sheet(_asking(include))), REFUSED),
        "an external link": (workbook(SHEET, {"xl/_rels/workbook.xml.rels": RELATIONS.format(FIRST + link)}), TAKEN),
        "a formula with its value": (one('<c r="B2" t="str"><f>CMD()</f><v>Lamin Ceesay</v></c>'), TAKEN),
        "a formula without": (one('<c r="B2"><f>WEBSERVICE("http://x")</f></c>'), REFUSED),
        "a formula as a text": (one('<c r="B2" t="inlineStr"><is><t>=1+1</t></is></c>'), REFUSED),
        "an error as a name": (one('<c r="B2" t="e"><v>#REF!</v></c>'), REFUSED),
        "a text that is not there": (one('<c r="B2" t="s"><v>99</v></c>'), UnreadableFile),
        "a column that does not exist": (one('<c r="ZZZZZZZ2"><v>1</v></c>'), FileTooLarge),
        "a row that does not exist": (one('<c r="B99999999999"><v>1</v></c>'), FileTooLarge),
        "the last cell there can be": (one('<c r="XFD1048576"><v>1</v></c>'), FileTooLarge),
        "a claim of all cells": (workbook(sheet(cells(HEAD, GOOD), inside='<dimension ref="A1:XFD1048576"/>')), TAKEN),
        "a control character": (one('<c r="B2" t="inlineStr"><is><t>Lamin&#7;</t></is></c>'), REFUSED),
        "a number that is none": (one('<c r="B2"><v>NaN</v></c>'), TAKEN),
        "bytes of no encoding in it": (workbook(SHEET.encode().replace(b"Lamin", b"\xff\xfe")), UnreadableFile),
        "a sheet that breaks off": (workbook(SHEET[:-40]), UnreadableFile),
        "no sheet": (pack({name: data for name, data in parts_of("").items() if "sheet1" not in name}), UnreadableFile),
        "an empty sheet": (workbook(sheet("")), UnreadableFile),
        "50,000 elements in each other": (workbook(sheet("<a>" * 50_000 + "</a>" * 50_000)), UnreadableFile),
        "100,000 attributes": (
            workbook(sheet(cells(HEAD, GOOD), inside=f"<x {ATTRIBUTES}/>")), TAKEN
        ),
        "a macro": (workbook(SHEET, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(90)}), TAKEN),
    } | documents(traps)  # fmt: skip


ATTRIBUTES = " ".join(f'a{number}="x"' for number in range(100_000))
OPEN_DOCUMENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="A">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def _lines(*rows: str, more: str = "") -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return "".join(
        f"<table:table-row>{''.join(cell.format(one) for one in row.split(','))}{more}</table:table-row>"
        for row in rows
    )


def _repeated(times: int) -> str:
    row = f'<table:table-row table:number-rows-repeated="{times}">'
    return _lines(HEAD) + row + _lines(GOOD).removeprefix("<table:table-row>")


def ods(content: str, *, before: str = "", mime: str = MIME) -> bytes:
    """A workbook of the other kind.  content: of its one table; before: ahead of the document."""
    listed = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    whole = before + OPEN_DOCUMENT.format(content)
    return pack({"mimetype": mime, "META-INF/manifest.xml": listed, "content.xml": whole})


def endless() -> bytes:
    """A few bytes that keep whoever unpacks them busy: one row a thousand million times."""
    return ods(_repeated(10**9))


def documents(traps: Traps) -> dict[str, tuple[bytes, Verdict]]:
    """Workbooks of the other kind."""
    own = _reading(traps)
    both, asking = _lines(HEAD, GOOD), _lines(HEAD, f"CM-1,&e;,{REST}")
    wide = '<table:table-cell table:number-columns-repeated="{}" office:value-type="string"><text:p>x</text:p>'
    wide += "</table:table-cell>"
    return {
        "ODS": (ods(both), TAKEN),
        "ODS: entities of entities": (ods(asking, before=LAUGHS), UnreadableFile),
        "ODS: an entity of a file": (ods(asking, before=own), UnreadableFile),
        "ODS: a cell a thousand million times": (ods(_lines(HEAD, GOOD, more=wide.format(10**9))), TooManyColumns),
        "ODS: a row minus one time": (ods(_repeated(-1)), UnreadableFile),
        "ODS: of another kind": (ods(both, mime="application/vnd.oasis.opendocument.text"), UnreadableFile),
        "ODS: no table": (ods(""), UnreadableFile),
    }

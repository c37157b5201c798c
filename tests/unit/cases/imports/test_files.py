"""From bytes to rows: encodings, separators, and what makes a file unreadable as a whole."""

from __future__ import annotations

import io

import openpyxl
import pytest

from cases.imports import files


def rows(text: str | bytes) -> tuple[list[str], list[files.Line]]:
    return files.rows(text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_are_recognised(separator: str) -> None:
    header, lines = rows(separator.join("ab") + "\n" + separator.join("12") + "\n")
    assert header == ["a", "b"]
    assert lines == [files.Line(2, {"a": "1", "b": "2"})]


def test_a_byte_order_mark_blank_rows_and_windows_line_ends_do_not_matter() -> None:
    header, lines = rows(b"\xef\xbb\xbfa,b\r\n\r\n 1 , 2 \r\n,\r\n")
    assert header == ["a", "b"]
    assert lines == [files.Line(3, {"a": "1", "b": "2"})]


def test_a_western_european_file_is_read_as_such() -> None:
    _, lines = rows("a\nCuraçao\nMünchen\n".encode("cp1252"))
    assert [line.cells["a"] for line in lines] == ["Curaçao", "München"]
    assert not any(line.has_foreign_bytes for line in lines)


def test_rows_of_another_encoding_than_the_rest_are_marked_and_the_others_read() -> None:
    _, lines = rows("a\nCuraçao\n".encode() + "München\n".encode("cp1252"))
    assert [line.has_foreign_bytes for line in lines] == [False, True]
    assert [line.cells["a"] for line in lines] == ["Curaçao", "M\ufffdnchen"]


def test_cells_beyond_the_header_are_marked() -> None:
    _, lines = rows("a,b\n1,2,3\n")
    assert lines[0].has_extra_cells


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"PK\x03\x04\x00\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        "a,b\n1,2\n".encode("utf-16"),
        b"a\n\x81\x8d\n",
    ],
    ids=["empty", "blank", "workbook", "picture", "utf-16", "no encoding at all"],
)
def test_what_is_no_table_of_text_is_refused(data: bytes) -> None:
    with pytest.raises(files.UnreadableFile):
        rows(data)


def test_broken_quotation_marks_are_named_by_row() -> None:
    with pytest.raises(files.BrokenQuotes) as refused:
        rows('a,b\n1,2\n"3"x,4\n')
    assert "Row 3" in refused.value.message


def test_a_file_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_ROWS", 2)
    rows("a\n1\n2\n")
    with pytest.raises(files.FileTooLarge):
        rows("a\n1\n2\n3\n")
    monkeypatch.setattr(files, "MAX_BYTES", 3)
    with pytest.raises(files.FileTooLarge):
        rows("a\n1\n")


def test_a_workbook_that_says_far_more_than_it_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """One long text can stand in every cell: what is unpacked is small, what is read from it is not."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["name"] * 5)
    for _row in range(199):
        book.active.append(["a" * 20_000] * 5)
    book.save(out)
    monkeypatch.setattr(files, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(files.FileTooLarge):
        rows(out.getvalue())
    monkeypatch.setattr(files, "MAX_UNPACKED", 30_000_000)
    assert len(rows(out.getvalue())[1]) == 199
    monkeypatch.setattr(files, "MAX_ROWS", 100)
    with pytest.raises(files.FileTooLarge):
        rows(out.getvalue())


def test_a_heading_without_end_is_refused_by_its_column() -> None:
    """One cell of a CSV may hold 131,072 signs: each of them would be compared with every word we know."""
    longest = "/" * files.MAX_HEADING
    assert rows(f"KEY,{longest}\nk1,1\n")[0] == ["KEY", longest]
    for heading in (longest + "a", "/" * 131_000):
        with pytest.raises(files.HeadingTooLong) as refused:
            rows(f"KEY,{heading}\nk1,1\n")
        assert "column 2 is longer than 500 characters" in refused.value.message


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", '=HYPERLINK("x")', "+cmd|' /C calc'!A0", "-cmd"])
def test_formulas_are_recognised_and_defused(cell: str) -> None:
    assert files.is_formula(cell)
    assert files.safe_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-15.008, 27.66", "+3", "-.5", "- 3", "Off the coast", "-", "="])
def test_numbers_and_words_are_no_formulas(cell: str) -> None:
    assert not files.is_formula(cell)

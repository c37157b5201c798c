"""Labels: code and bars hold the reference and nothing else; the PDF says the same as text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
import segno
from barcode.charsets.code128 import CODES
from django.utils import translation

from remains import labels
from tests.pdf import text_of

REF = "MRR-94Q0Q-GZJQE-M"  # fixed: every process has to collect the same tests
# Values of Code 128 with a meaning of their own (ISO/IEC 15417).
START_OF_PAIRS, TO_PAIRS, TO_CHARACTERS = 105, 99, 100


def modules(svg: str) -> list[list[int]]:
    """The drawn squares of a QR code, read back from the path of its SVG (moves and horizontal strokes)."""
    size, path = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0]), re.findall(r' d="([^"]+)"', svg)[0]
    grid = [[0] * size for _row in range(size)]
    x = y = 0.0
    for command, text in re.findall(r"([MmHh])([^MmHhVvLlZz]*)", path):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", text)]
        if command in "Mm":
            x, y = (numbers[0], numbers[1]) if command == "M" else (x + numbers[0], y + numbers[1])
            continue
        end = numbers[0] if command == "H" else x + numbers[0]
        for column in range(int(x), int(end)):
            grid[int(y)][column] = 1
        x = end
    return grid


def test_the_code_is_that_of_the_reference_and_of_nothing_else() -> None:
    drawn = modules(labels.qr_svg(REF))
    expected = [[int(dark) for dark in row] for row in segno.make(REF, error="m", micro=False).matrix_iter(border=2)]
    assert drawn == expected
    other = [
        [int(dark) for dark in row] for row in segno.make(REF + " x", error="m", micro=False).matrix_iter(border=2)
    ]
    assert drawn != other


def read_bars(svg: str) -> str:
    """Decode the bars of a Code 128 drawing: widths of bars and spaces, six to a character."""
    drawn = [(int(x), int(w)) for x, w in re.findall(r"M(\d+) 0h(\d+)v", svg)]
    edges = [edge for x, width in drawn for edge in (x, x + width)]
    widths = [after - before for before, after in pairwise(edges)]
    symbols = [tuple(widths[start : start + 6]) for start in range(0, len(widths) - 7, 6)]  # without the stop's seven
    table = {tuple(len(run[0]) for run in re.finditer("1+|0+", pattern)): n for n, pattern in enumerate(CODES)}
    start, *values, check = [table[symbol] for symbol in symbols]
    assert check == (start + sum(n * value for n, value in enumerate(values, 1))) % 103
    text, is_pairs = "", start == START_OF_PAIRS
    for value in values:
        if value in (TO_PAIRS, TO_CHARACTERS):
            is_pairs = value == TO_PAIRS
        else:
            text += f"{value:02}" if is_pairs else chr(value + 32)
    return text


@pytest.mark.parametrize("ref", [REF, "MRR-00000-00000-0", "MRR-12345-67890-X"])
def test_the_bars_are_those_of_the_reference_between_white_margins(ref: str) -> None:
    svg = labels.bars_svg(ref)
    assert read_bars(svg) == ref
    assert int(re.findall(r"M(\d+) ", svg)[0]) >= 10


def test_the_code_needs_no_style_and_no_script() -> None:
    for svg in (labels.qr_svg(REF), labels.bars_svg(REF)):
        assert "style" not in svg
        assert "href" not in svg


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pdf_can_be_read_as_text(language: str, tmp_path) -> None:
    with translation.override(language):
        content = labels.pdf(REF)
    text = text_of(content, tmp_path)
    assert text.count(REF) == labels.COPIES
    assert "\f" not in text.rstrip("\f"), "the labels fit one sheet"

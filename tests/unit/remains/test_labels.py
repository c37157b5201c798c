"""Labels: the code holds the reference and nothing else; the PDF says the same as text."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
import segno
from django.utils import translation

from registry.lib.ids import new_ref
from remains import labels

REF = new_ref("MRR")


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


def test_the_code_needs_no_style_and_no_script() -> None:
    svg = labels.qr_svg(REF)
    assert "style" not in svg
    assert "href" not in svg


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pdf_can_be_read_as_text(language: str, tmp_path) -> None:
    with translation.override(language):
        content = labels.pdf(REF)
    program = shutil.which("pdftotext")
    assert program is not None, "pdftotext (poppler-utils) reads the PDF back"
    sheet = tmp_path / "label.pdf"
    sheet.write_bytes(content)
    text = subprocess.run([program, "-layout", sheet, "-"], capture_output=True, text=True, check=True).stdout
    assert text.count(REF) == labels.COPIES
    assert "\f" not in text.rstrip("\f"), "the labels fit one sheet"


def test_a_pdf_fetches_nothing() -> None:
    with pytest.raises(ValueError, match="nothing outside"):
        labels._nothing("file:///etc/passwd")

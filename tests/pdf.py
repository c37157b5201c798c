"""Reading a PDF back, as a search or a screen reader does."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path


def text_of(content: bytes, folder: Path) -> str:
    """The text of a PDF in logical order, presentation forms and marks of direction undone."""
    program = shutil.which("pdftotext")
    assert program is not None, "pdftotext (poppler-utils) reads the PDF back"
    file = folder / "paper.pdf"
    file.write_bytes(content)
    found = subprocess.run([program, "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    text = unicodedata.normalize("NFKC", found)
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")

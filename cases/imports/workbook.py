"""The limited process of `files`: a workbook on standard input, the rows of its first sheet on standard output.

Runs alone, with bounded memory and time; imports nothing of the project.  One row a line, as JSON.  A workbook is a
packed file of a stranger: what it unpacks to, and how many cells it claims to have, is found out here.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date, datetime
from typing import Any

import python_calamine as calamine

MEMORY, SECONDS = 1024**3, 15  # the largest that is let in takes half


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())).get_sheet_by_index(0)
    for cells in sheet.to_python(skip_empty_area=False):
        texts = [_cell(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        sys.stdout.write(json.dumps(texts) + "\n")


def _cell(value: Any) -> str:
    """A cell as it would stand in a text: whole numbers without a point, days without an hour."""
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


if __name__ == "__main__":
    main()

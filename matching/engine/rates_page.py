"""The table of rates as a page for readers: every rate with its source.  Written from the code, never by hand."""

from __future__ import annotations

from itertools import groupby

from matching.engine.weights import DEFAULT, TABLE, Rate

_ASSUMED = "A"
_SOURCES = {
    _ASSUMED: "assumed", "Thomas2016": "Thomas, Parks & Richard 2016", "Pima": "Pima County, open table, 2021",
    "Willey1991": "Willey & Falsetti 1991", "WHO2007": "WHO growth reference 2007",
    "ENFSI2015": "ENFSI guideline 2015", "Birngruber2020": "Birngruber 2020",
    "mispitools": "mispitools, hair matrix (Marsico & Caridi 2023)",
}  # fmt: skip
_HEAD = """# Rates of the matching

Generated from `matching/engine/weights.py` by `manage.py rates`; do not edit. This is the released table, version
`{version}`; a registry may have activated changes of its own, which its page of weights shows.

A rate is m, the probability of what was seen if both records are of one person; where two figures stand, the second is
u, its probability between different persons. All other u are counts of the registry itself. Figures above 1 are
parameters: years, centimetres, days, kilometres, logarithms (base 10 for caps and bands, natural for lags). "Assumed"
means that nobody has measured it: it is to be learnt from judged pairs.

{counted}

| line | source | rates |
|---|---|---|
"""


def render() -> str:
    """The page as Markdown."""
    assumed = sum(row.source == _ASSUMED for row in TABLE)
    counted = f"Of {len(TABLE)} rates {assumed} are assumed and {len(TABLE) - assumed} are from a source."
    rows = (
        f"| {line} | {_SOURCES[source]} | {', '.join(map(_said, group))} |"
        for (line, source), group in groupby(TABLE, lambda row: (row.line, row.source))
    )
    return _HEAD.format(version=DEFAULT.version, counted=counted) + "\n".join(rows) + "\n"


def _said(row: Rate) -> str:
    return f"{row.level} {row.m:g}" if row.u is None else f"{row.level} {row.m:g} / {row.u:g}"

"""Genetic evidence stands beside the sum of the other evidence, never in it."""

from __future__ import annotations

import ast
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[5] / "matching/engine"


def test_nothing_that_sums_evidence_knows_of_kinship() -> None:
    found = {
        path.name
        for path in ENGINE.rglob("*.py")
        if path.parent.name != "kinship"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and "kinship" in f"{getattr(node, 'module', '')} {[one.name for one in node.names]}"
    }
    assert found == set()
    assert (ENGINE / "kinship" / "likelihood.py").exists()

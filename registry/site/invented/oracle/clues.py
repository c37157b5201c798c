"""P(name, paper, telephone found with remains | report): read as tokens of the truth.

The reference scorer knows of every written word which name it goes back to, which no comparison of spellings can do
better: an upper bound for names.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from registry.site.invented.rates import Rates
from registry.site.invented.records import CaseRecord, RemainsRecord, Truth
from registry.site.invented.traditions import tradition

FloatArray = NDArray[np.float64]
Token = tuple[str, str, str]  # tradition, slot, canonical token
CLASH, NUMBER_RARE, NUMBER_CLASH = 1e-6, 1e8, 1e-3


def _shares(code: str) -> dict[str, dict[str, float]]:
    names = tradition(code)
    given: dict[str, float] = {}
    for tokens in names.given.values():
        for token, share in zip(tokens.tokens, tokens.share, strict=True):
            given[token] = max(given.get(token, 0.0), float(share))
    male = dict(zip(names.given["m"].tokens, map(float, names.given["m"].share), strict=True))
    family = dict(zip(names.family.tokens, map(float, names.family.share), strict=True))
    return {"given": given, "father": male, "grandfather": male, "family": family}


class Clues:
    """Names and numbers of all reports."""

    def __init__(self, cases: tuple[CaseRecord, ...], truth: Truth, rates: Rates) -> None:
        self.rates, self.count, self.truth = rates, len(cases), truth
        self.names: list[set[Token]] = []
        self.by_token: dict[Token, list[int]] = defaultdict(list)
        for k, case in enumerate(cases):
            code = truth.people[truth.case_person[case.key]].name.tradition
            tokens = {(code, slot, token) for slot, token in truth.case_name[case.key].slots}
            self.names.append(tokens)
            for token in tokens:
                self.by_token[token].append(k)
        self.documents = np.array([c.id_document.number if c.id_document else "" for c in cases])
        self.phones = np.array([c.phone or "" for c in cases])
        self._share = {code: _shares(code) for code in {t[0] for t in self.by_token}}

    def name_lr(self, remains: RemainsRecord) -> FloatArray:
        """P(name on the paper | report) / P(that name at all)."""
        out = np.ones(self.count)
        clue = self.truth.clue_name.get(remains.key)
        if clue is None:
            return out
        find = self.rates.find
        own = 1 - find.clue_companion - find.clue_borrowed
        code = self.truth.people[self.truth.remains_person[remains.key]].name.tradition
        tokens = [(code, slot, token) for slot, token in clue.slots]
        out[:] = 1 - own
        for k in {k for token in tokens for k in self.by_token.get(token, ())}:
            out[k] += own * self._ratio(tokens, self.names[k])
        return out

    def _ratio(self, clue: list[Token], name: set[Token]) -> float:
        """Product over the clue's words: 1 / frequency if the report has the word, 1 if it may have lost it."""
        ratio = 1.0
        for slot in ("given", "father", "grandfather", "family"):
            words = [t for t in clue if t[1] == slot]
            here = sum(1 for t in name if t[1] == slot)
            missing = max(len(words) - here, 0)
            for token in words:
                if token in name:
                    ratio /= max(self._share[token[0]][slot].get(token[2], 1e-4), 1e-4)
                elif missing:
                    missing -= 1
                else:
                    ratio *= CLASH
        return ratio

    def paper_lr(self, remains: RemainsRecord) -> FloatArray:
        """Numbers of papers and telephones: equal or one character off, absent, different."""
        out = np.ones(self.count)
        for document in remains.documents:
            slip = self.rates.find.document_slip
            known = self.documents != ""
            out[known] *= NUMBER_CLASH
            out[self.documents == document.number] *= (1 - slip) * NUMBER_RARE / NUMBER_CLASH
            off = np.array([sum(a != b for a, b in zip(d, document.number, strict=False)) == 1 for d in self.documents])
            out[off & known] *= slip * NUMBER_RARE / 90 / NUMBER_CLASH
        for phone in remains.phones:
            out[self.phones != ""] *= NUMBER_CLASH
            out[self.phones == phone] *= NUMBER_RARE / NUMBER_CLASH
        return out

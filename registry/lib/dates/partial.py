"""A date as far as it is known: what was said, in which calendar, and the first and last day it can mean.

Unknown stays unknown: no part is ever filled up with 1 January. Whether a person *has* such a date (asked, declined,
not known) is an absence code beside the field, not a value of this type.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from registry.lib.dates.label import described
from registry.lib.dates.notation import OPEN_END, OPEN_START


@dataclass(frozen=True, slots=True)
class PartialDate:
    """One partial date.

    raw: the words as said, may be empty.
    calendar: code of CL-CAL.
    edtf: the same in the Gregorian calendar, EDTF level 1 subset; bounds follow from it.
    earliest, latest: first and last day that can be meant, widened by its uncertainty; ``OPEN_START`` and
        ``OPEN_END`` where a period has no beginning or end.
    said: the date in its own calendar, in the same notation as ``edtf``; empty for text-only calendars.
    """

    raw: str
    calendar: str
    edtf: str
    earliest: date
    latest: date
    said: str = ""

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError("earliest lies after latest")

    def __repr__(self) -> str:
        # SECURITY: a date of birth identifies; representations end up in logs.
        return f"<PartialDate {self.calendar}>"

    def __str__(self) -> str:
        return self.label()

    @property
    def days(self) -> int:
        """Number of days that can be meant, both ends included; 1 for a certain day."""
        return (self.latest - self.earliest).days + 1

    @property
    def is_open(self) -> bool:
        """The period has no beginning or no end."""
        return self.earliest == OPEN_START or self.latest == OPEN_END

    @property
    def middle(self) -> date:
        """The day half-way; of an open period, its one known end."""
        if self.earliest == OPEN_START:
            return self.latest
        if self.latest == OPEN_END:
            return self.earliest
        return self.earliest + (self.latest - self.earliest) / 2

    def surely_before(self, other: "PartialDate | date") -> bool:
        """Every day this can mean lies before every day the other can mean."""
        start = other.earliest if isinstance(other, PartialDate) else other
        return self.latest < start

    def overlaps(self, other: "PartialDate") -> bool:
        """Both can mean the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def label(self, language: str | None = None) -> str:
        """The date in words, in the given or the reader's language, with the Gregorian one beside another calendar."""
        days = self.earliest, self.latest
        return described(self.calendar, self.said or self.edtf, days, words=self.raw, language=language)

    def to_json(self) -> dict[str, str]:
        """A dictionary of strings, as it is sealed and as the API gives it."""
        return {
            "raw": self.raw,
            "calendar": self.calendar,
            "edtf": self.edtf,
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "said": self.said,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The date that :meth:`to_json` wrote. Raises KeyError or ValueError if it is not one."""
        return cls(
            raw=str(value["raw"]),
            calendar=str(value["calendar"]),
            edtf=str(value["edtf"]),
            earliest=date.fromisoformat(value["earliest"]),
            latest=date.fromisoformat(value["latest"]),
            said=str(value.get("said", "")),
        )

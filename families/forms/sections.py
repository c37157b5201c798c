"""The one screen of the basic set: which fields stand under which number, in which section, and what is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.forms import RegistryForm
from accessctl.forms.drafts import Stored
from families.forms.looks import LOOKS_FIELDS


@dataclass(frozen=True)
class Question:
    """One of the 24; `folded` fields are shown when asked for (`more` names them), a pair stands side by side.

    A folded field that the form does not ask of this family is left out.
    """

    number: int
    fields: tuple[str, ...]
    folded: tuple[str, ...] = ()
    is_pair: bool = False
    more: Promise | str = ""


@dataclass(frozen=True)
class Section:
    key: str
    title: Promise
    questions: tuple[Question, ...]


PERSON_SECTIONS: tuple[Section, ...] = (
    Section(
        "who",
        _("Who we look for"),
        (
            Question(1, ("name", "name_latn")),
            Question(2, ("other_names",)),
            Question(3, ("father_name", "mother_name"), is_pair=True),
            Question(4, ("sex",)),
            Question(5, ("date_of_birth",)),
            Question(6, ("age",)),
            Question(7, ("nationalities",)),
            Question(8, ("place_of_origin",)),
            Question(9, ("documents",)),
        ),
    ),
    Section(
        "looks",
        _("How they look"),
        (
            Question(10, ("photo",)),
            Question(11, ("height", "height_class")),
            Question(
                12,
                ("hair_colour",),
                ("eye_colour", "build", *LOOKS_FIELDS),
                more=_("Eyes, build, weight, hair and beard"),
            ),
            Question(
                13,
                ("distinguishing_features", "marks"),
                ("smile", "medical", "teeth", "chart_origin", "charted_on", "belongings"),
                more=_("Teeth, old injuries, clothes and belongings"),
            ),
        ),
    ),
    Section(
        "contact",
        _("Last contact and journey"),
        (
            Question(14, ("date_last_contact",)),
            Question(15, ("place_last_contact",)),
            Question(16, ("circumstances_text",), ("circumstance_codes",), more=_("What happened, in codes")),
            Question(17, ("destination_country",)),
            Question(18, ("route_code",)),
            Question(19, ("companions_text",)),
        ),
    ),
)
ENQUIRER_SECTION = Section(
    "you",
    _("Who is asking"),
    (
        Question(20, ("enquirer_name",)),
        Question(21, ("enquirer_relationship",)),
        Question(
            22,
            ("enquirer_via", "enquirer_contact", "enquirer_channel"),
            ("safe_hours", "safe_to_leave_message", "shared_device", "speaks_as", "safe_question", "safe_word"),
            more=_("How to reach you without putting you at risk"),
        ),
        Question(23, ("enquirer_language", "interpreter_needed")),
    ),
)


@dataclass(frozen=True)
class Drawn:
    """A question with its bound fields."""

    number: int
    fields: list[Any]
    folded: list[Any]
    is_unfolded: bool
    is_pair: bool
    more: Promise | str


@dataclass(frozen=True)
class DrawnSection:
    key: str
    title: Promise
    questions: list[Drawn]
    answered: int
    has_errors: bool

    @property
    def count(self) -> int:
        return len(self.questions)

    @property
    def is_done(self) -> bool:
        return self.answered == self.count


def draw(sections: Sequence[Section], form: RegistryForm, answered: Mapping[str, bool]) -> Iterator[DrawnSection]:
    """Sections with the form's bound fields; `answered`: which fields hold an answer."""
    for section in sections:
        drawn = [
            Drawn(
                question.number,
                [form[name] for name in question.fields],
                [form[name] for name in question.folded if name in form.fields],
                any(answered.get(name) or form[name].errors for name in question.folded if name in form.fields),
                question.is_pair,
                question.more,
            )
            for question in section.questions
        ]
        done = sum(any(answered.get(name) for name in question.fields) for question in section.questions)
        wrong = any(field.errors for question in drawn for field in (*question.fields, *question.folded))
        yield DrawnSection(section.key, section.title, drawn, done, wrong)


def answered_in(data: Stored, names: Sequence[str]) -> dict[str, bool]:
    """Which fields hold something in what was typed; parts (`name_year`) and rows (`name-0-…`) count for their own."""
    filled = [key for key, values in data.items() if any(value.strip() for value in values) and _says_something(key)]
    owners = {_owner(key, names) for key in filled}
    return {name: name in owners for name in names}


def _owner(key: str, names: Sequence[str]) -> str:
    """The field a key belongs to: the longest that it starts with, as `name_latn` is not a part of `name`."""
    fitting = [name for name in names if key == name or key.startswith((f"{name}_", f"{name}-"))]
    return max(fitting, key=len, default="")


def _says_something(key: str) -> bool:
    """A calendar or a kind of row is chosen beforehand or by habit: without a value beside it, it is no answer."""
    return not key.endswith(("_calendar", "_unit", "-kind"))

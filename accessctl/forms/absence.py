"""Answers that are not values: "we do not know", "prefer not to say", "not asked".

Absence is an answer of its own, coded, never an empty box and never a placeholder.  `OrAbsent` gives any field that
choice; `CodeField` and `CodesField` put it among the codes of a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.forms.base import Asked

Choices = Iterable[tuple[Any, Any]]


class Absence(models.TextChoices):
    """Why there is no value; the two of reading only (masked, erased) are never entered."""

    UNKNOWN = "unknown", _("We do not know")
    DECLINED = "declined", _("Prefer not to say")
    NOT_ASKED = "not_asked", _("Not asked")


ASKED_ANSWERS: tuple[Absence, ...] = (Absence.UNKNOWN, Absence.DECLINED)


@dataclass(frozen=True)
class Answer:
    """What came from the browser: the raw value of the field beside the absences that were ticked."""

    value: Any = None
    absent: list[str] = field(default_factory=list)


class OrAbsentWidget(forms.Widget):
    """An input and, under it, tick boxes for the ways of not answering; both stay without JavaScript."""

    template_name = "django/forms/widgets/or_absent.html"

    def __init__(self, inner: forms.Widget, absences: Sequence[Absence]) -> None:
        super().__init__()
        self.inner = inner
        self.boxes = forms.CheckboxSelectMultiple(choices=[(item.value, item.label) for item in absences])
        self.use_fieldset = inner.use_fieldset
        self.needs_multipart_form = inner.needs_multipart_form

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return self.inner.id_for_label(id_)

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Answer:
        ticked = self.boxes.value_from_datadict(data, files, f"{name}_absent") or []
        absent = [ticked] if isinstance(ticked, str) else list(ticked)
        return Answer(self.inner.value_from_datadict(data, files, name), absent)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return self.inner.value_omitted_from_data(data, files, name) and f"{name}_absent" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        answer = value if isinstance(value, Answer) else Answer(value)
        context = super().get_context(name, None, attrs)
        ids = {"id": f"{attrs['id']}_absent"} if attrs and attrs.get("id") else {}
        context["widget"]["inner"] = self.inner.get_context(name, answer.value, attrs)["widget"]
        context["widget"]["boxes"] = self.boxes.get_context(f"{name}_absent", answer.absent, ids)["widget"]
        return context


class OrAbsent(Asked, forms.Field):
    """Any field, or a coded reason why it has no value: `OrAbsent(HeightField(label=…, required=False))`.

    Label, hint, reason and `required` are the inner field's; a required answer may be "we do not know".
    Cleaned: the inner field's value, an `Absence`, or the inner field's empty value.
    """

    def __init__(self, inner: forms.Field, *, absences: Sequence[Absence] = ASKED_ANSWERS) -> None:
        super().__init__(
            required=inner.required,
            label=inner.label,
            help_text=str(inner.help_text) if not isinstance(inner.help_text, Promise) else inner.help_text,
            initial=inner.initial,
            widget=OrAbsentWidget(inner.widget, absences),
            why=getattr(inner, "why", ""),
            error_messages={"required": _("Answer this, or choose “We do not know”.")},
        )
        inner.required = False
        inner.widget.is_required = False
        self.inner, self.absences = inner, frozenset(absences)

    def prepare_value(self, value: Any) -> Answer:
        if isinstance(value, Answer):
            return Answer(self.inner.prepare_value(value.value), value.absent)
        if isinstance(value, Absence):
            return Answer(None, [value.value])
        return Answer(self.inner.prepare_value(value))

    def bound_data(self, data: Any, initial: Any) -> Any:
        if not isinstance(data, Answer):
            return data
        first = initial.value if isinstance(initial, Answer) else initial
        return Answer(self.inner.bound_data(data.value, first), data.absent)

    def clean(self, value: Any) -> Any:
        answer = value if isinstance(value, Answer) else Answer(value)
        cleaned = self.inner.clean(answer.value)
        empty = cleaned in self.inner.empty_values
        if not answer.absent:
            if empty and self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return cleaned
        if not empty or len(answer.absent) > 1:
            raise ValidationError(
                _("This holds more than one answer. Keep the value, or one of the boxes below it."), code="two_answers"
            )
        try:
            absence = Absence(answer.absent[0])
        except ValueError:
            absence = None
        if absence not in self.absences:
            raise ValidationError(_("Choose one of the boxes offered."), code="invalid_choice")
        return absence


def _with_absences(choices: Choices, absences: Sequence[Absence]) -> list[tuple[Any, Any]]:
    listed = list(choices)
    codes = {code for code, _label in listed}
    return [*listed, *((item.value, item.label) for item in absences if item.value not in codes)]


class CodeField(Asked, forms.ChoiceField):
    """One code of a list, absences among its choices.  `radios=True` shows all at once (up to about seven).

    A list that has a code "unknown" of its own keeps it.  Cleaned: the code as `str`, an `Absence`, or "".
    """

    def __init__(
        self,
        *args: Any,
        choices: Choices,
        absences: Sequence[Absence] = ASKED_ANSWERS,
        radios: bool = False,
        **kwargs: Any,
    ) -> None:
        listed = list(choices)
        own = {code for code, _label in listed}
        self.absences = frozenset(item for item in absences if item.value not in own)
        offered = _with_absences(listed, absences)
        if radios:
            kwargs.setdefault("widget", forms.RadioSelect())
        elif "" not in own:
            offered.insert(0, ("", _("Choose…")))
        self.offered = offered
        super().__init__(*args, choices=offered, **kwargs)

    def clean(self, value: Any) -> str | Absence:
        code = str(super().clean(value))
        return next((item for item in self.absences if item.value == code), code)


class FoldedBoxes(forms.CheckboxSelectMultiple):
    """Tick boxes of grouped choices, each group folded away unless something in it is ticked."""

    template_name = "django/forms/widgets/folded_boxes.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["groups"] = [
            {"name": group, "options": options, "is_open": any(option["selected"] for option in options)}
            for group, options, _index in context["widget"]["optgroups"]
        ]
        return context


class CodesField(Asked, forms.MultipleChoiceField):
    """Several codes of a list as tick boxes; `most` limits their number.

    Cleaned: `list[str]`, or an `Absence` where one was ticked alone.
    """

    def __init__(
        self,
        *args: Any,
        choices: Choices,
        absences: Sequence[Absence] = (),
        most: int | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple())
        super().__init__(*args, choices=_with_absences(choices, absences), **kwargs)
        self.absences, self.most = frozenset(absences), most

    def prepare_value(self, value: Any) -> Any:
        return [value.value] if isinstance(value, Absence) else value

    def clean(self, value: Any) -> list[str] | Absence:
        codes = [str(code) for code in super().clean(value)]
        absent = [item for item in self.absences if item.value in codes]
        if absent and len(codes) > 1:
            raise ValidationError(_("Keep the choices, or the answer that there is none."), code="two_answers")
        if self.most is not None and len(codes) > self.most:
            raise ValidationError(_("Choose at most %(most)s."), code="too_many", params={"most": self.most})
        return absent[0] if absent else codes


class YesNoField(CodeField):
    """Yes, no, or one of the absences, as radios, none ticked beforehand.  Cleaned: "yes", "no", `Absence`, ""."""

    def __init__(self, *args: Any, absences: Sequence[Absence] = (Absence.UNKNOWN,), **kwargs: Any) -> None:
        choices = (("yes", _("Yes")), ("no", _("No")))
        super().__init__(*args, choices=choices, absences=absences, radios=True, **kwargs)

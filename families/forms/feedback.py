"""Forms of the feedback clock: a talk with the family, and how often they wish to hear."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accessctl.forms import CodeField, PlainTextField, RegistryForm
from cases.codes import Bool3
from families.codes import ChannelKind, FeedbackKind
from families.feedback.services import TalkEntry
from families.models import FeedbackRhythm, FeedbackTalk

OFFERED_DAYS = (14, 30, 60, 90, 120, 180, 365)
STOP = "stop"


def day_input() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class TalkForm(RegistryForm):
    """relatives: (token, name) of those the talk may have been with."""

    relative = CodeField(label=_("With whom?"), choices=(), absences=(), required=False)
    said_on = forms.DateField(widget=day_input())
    kind = CodeField(choices=FeedbackKind.choices, absences=(), radios=True)
    channel = CodeField(choices=ChannelKind.choices, absences=())
    words = PlainTextField(
        max_length=1000, rows=4, required=False, help_text=_("In plain words, as you said it. No news needs no words.")
    )
    understood = CodeField(label=_("Did they understand?"), choices=Bool3.choices, absences=(), required=False)
    interpreter = PlainTextField(max_length=200, required=False)
    promised_on = forms.DateField(
        widget=day_input(), required=False, help_text=_("Empty: the rhythm that the family chose.")
    )

    declared = {
        name: (FeedbackTalk, name)
        for name in ("said_on", "kind", "channel", "words", "understood", "interpreter", "promised_on")
    }

    def __init__(self, *args: Any, relatives: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["relative"]
        offered.choices = [("", _("The first contact")), *relatives]
        self.fields["said_on"].initial = timezone.localdate

    def entry(self) -> TalkEntry:
        """The answers as the service takes them.  After `is_valid`."""
        given = self.cleaned_data
        return TalkEntry(
            said_on=given["said_on"], kind=FeedbackKind(given["kind"]), channel=ChannelKind(given["channel"]),
            relative=given["relative"], words=given["words"],
            understood=Bool3(given["understood"]) if given["understood"] else None,
            interpreter=given["interpreter"], promised_on=given["promised_on"],
        )  # fmt: skip


class RhythmForm(RegistryForm):
    """every_days: what stands now."""

    every_days = CodeField(label=_("How often do they wish to hear?"), choices=(), absences=(), radios=True)

    declared = {"every_days": (FeedbackRhythm, "every_days")}

    def __init__(self, *args: Any, every_days: int | None, **kwargs: Any) -> None:
        held = str(every_days) if every_days else STOP
        super().__init__(*args, initial={"every_days": held}, **kwargs)
        offered: Any = self.fields["every_days"]
        days = sorted({*OFFERED_DAYS, every_days or OFFERED_DAYS[0]})
        offered.choices = [
            *((str(one), _every(one)) for one in days),
            (STOP, _("Not at all: they ask us when they wish to know")),
        ]

    def days(self) -> int | None:
        """After `is_valid`."""
        chosen = self.cleaned_data["every_days"]
        return None if chosen == STOP else int(chosen)


def _every(days: int) -> str:
    return ngettext("Every %(days)d day", "Every %(days)d days", days) % {"days": days}

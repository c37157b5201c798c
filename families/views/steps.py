"""The three steps of a registration, and what each needs before it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accessctl.actor import Actor
from accessctl.forms.drafts import restored
from cases.policies import REGISTRANTS
from families import briefing
from families.forms.consent import ConsentAnswersForm
from families.selectors import Draft, other_organisations, partners
from families.services import Conversation
from registry.lib.errors import Forbidden

BRIEFING, CONSENT, PERSON = "briefing", "consent", "person"
STEPS = (
    (BRIEFING, _("Risks and rights"), "families:briefing"),
    (CONSENT, _("Consent"), "families:draft-consent"),
    (PERSON, _("The 24 questions"), "families:draft-person"),
)


def ensure_may_register(actor: Actor) -> None:
    """Raises Forbidden."""
    if not actor.roles & REGISTRANTS:
        raise Forbidden()


def stepper(here: str, draft: Draft | None) -> list[dict[str, Any]]:
    """The steps as the component draws them; what cannot be opened yet is no link."""
    reached = open_steps(draft)
    done = {BRIEFING: CONSENT in reached, CONSENT: PERSON in reached, PERSON: False}
    return [
        {
            "label": label,
            "url": reverse(name, args=[draft.row.ref]) if draft and key in reached and key != here else "",
            "state": "here" if key == here else "done" if done[key] else "",
        }
        for key, label, name in STEPS
    ]


def open_steps(draft: Draft | None) -> set[str]:
    """Which steps may be opened: consent after the briefing, the questions after a consent that allows the search."""
    if draft is None or not is_told(draft):
        return {BRIEFING}
    return {BRIEFING, CONSENT, *([PERSON] if draft.parts.get("agreed") else [])}


def is_told(draft: Draft) -> bool:
    told = draft.part(BRIEFING)
    return bool(told.get("risks_explained") and told.get("rights_explained"))


def told(actor: Actor, language: str) -> briefing.Wording:
    """The wording for this actor's organisation as it stands today."""
    if actor.organisation is None:
        raise Forbidden()
    return briefing.wording(language, actor.organisation, [partner.name for partner in partners(actor)])


def told_part(wording: briefing.Wording) -> dict[str, Any]:
    """What a draft keeps of a briefing: the words themselves, for they are stored with the consent."""
    return {
        "version": wording.version,
        "language": wording.language,
        "text": wording.text,
        "risks_explained": True,
        "rights_explained": True,
    }


def conversation_of(part: dict[str, Any], answers: dict[str, Any]) -> Conversation:
    """The conversation as the services take it."""
    return Conversation(
        wording_version=part["version"],
        wording_language=part["language"],
        wording=part["text"],
        risks_explained=part["risks_explained"],
        rights_explained=part["rights_explained"],
        how=answers["how"],
        interpreter=answers["interpreter"],
        witness=answers["witness"],
        is_minor=bool(answers.get("is_minor")),
        guardian=answers.get("guardian") or "",
    )


def consent_form(actor: Actor, draft: Draft, *, quiet: bool = False) -> ConsentAnswersForm:
    """The consent answers of a draft as a form."""
    data = restored(draft.part(CONSENT))
    return ConsentAnswersForm(data, quiet=quiet, organisations=other_organisations(actor))

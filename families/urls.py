"""Pages of families, mounted at /cases/ before those of cases."""

from django.urls import path

from families.views import (
    asking,
    consent,
    drafts,
    editing,
    erasing,
    feedback,
    giving,
    page_codes,
    reach,
    receipts,
    relatives,
    rights,
    safeguards,
    state,
)

app_name = "families"
urlpatterns = [
    path("new/", drafts.register, name="register"),
    path("new/drafts/", drafts.work_drafts, name="work-drafts"),
    path("new/<str:ref>/", drafts.briefing, name="briefing"),
    path("new/<str:ref>/consent/", drafts.draft_consent, name="draft-consent"),
    path("new/<str:ref>/person/", drafts.draft_person, name="draft-person"),
    path("new/<str:ref>/save/<str:step>/", drafts.draft_save, name="draft-save"),
    path("new/<str:ref>/photo/", drafts.draft_photo, name="draft-photo"),
    path("new/<str:ref>/delete/", drafts.draft_delete, name="draft-delete"),
    path("new/<str:ref>/reach/", reach.draft_reach, name="draft-reach"),
    path("consent/to-ask/", asking.to_ask, name="to-ask"),
    path("consent/to-ask/work/", asking.work_to_ask, name="work-to-ask"),
    path("feedback/waiting/", feedback.waiting, name="waiting"),
    path("feedback/waiting/work/", feedback.work_waiting, name="work-waiting"),
    path("<str:ref>/feedback/", feedback.feedback, name="feedback"),
    path("rights/", rights.waiting, name="rights-waiting"),
    path("<str:ref>/rights/", rights.of_case, name="rights"),
    path("<str:ref>/family-page/", page_codes.codes, name="page-codes"),
    path("<str:ref>/given/", giving.given, name="given"),
    path("<str:ref>/given/end/", giving.given_end, name="given-end"),
    path("<str:ref>/reach/", reach.case_reach, name="reach"),
    path("<str:ref>/edit/", editing.edit, name="edit"),
    path("<str:ref>/consent/", consent.consent, name="consent"),
    path("<str:ref>/consent/receipt/", receipts.receipt, name="receipt"),
    path("<str:ref>/consent/again/", asking.ask_again, name="ask-again"),
    path("<str:ref>/consent/withdraw/", consent.withdraw, name="withdraw"),
    path("<str:ref>/state/", state.state, name="state"),
    path("<str:ref>/safeguards/", safeguards.safeguards, name="safeguards"),
    path("<str:ref>/relatives/", relatives.relatives, name="relatives"),
    path("<str:ref>/relatives/erase/", erasing.relative_erase, name="relative-erase"),
    path("<str:ref>/relatives/channels/", relatives.channels, name="channels"),
]

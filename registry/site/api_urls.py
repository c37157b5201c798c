"""The REST interface under /api/: version 1, its schema and its documentation."""

from django.urls import path

from accessctl.systems import hooks_api as hooks
from accessctl.systems.api import ChangeList
from accessctl.systems.oauth import TokenIssue, TokenRevocation
from cases.api import actions, dvi, imports
from cases.api import images as case_images
from cases.api import links as case_links
from cases.api import views as incidents
from families.api import (
    consents,
    drafts,
    feedback,
    holders,
    notifications,
    papers,
    referrals,
    relatives,
    requests,
    signing,
    statements,
    support,
    transfers,
    wishes,
)
from families.api import imports as case_tables
from families.api import views as cases
from matching.api import events, identification
from matching.api import views as pairs
from matching.peers import api as peers
from matching.peers import rest as peer_hits
from registry.site.api_docs import ApiDocs, ApiSchema
from remains.api import belongings, custody, examination, images, injuries, links, samples, skeleton, storage
from remains.api import imports as remains_tables
from remains.api import views as remains

app_name = "api"
urlpatterns = [
    path("v1/cases/", cases.CaseList.as_view(), name="cases"),
    path("v1/cases/bulk/", cases.CaseBulk.as_view(), name="cases-bulk"),
    path("v1/cases/<str:ref>/", cases.CaseDetail.as_view(), name="case"),
    path("v1/cases/<str:ref>/consents/", consents.CaseConsents.as_view(), name="consents"),
    path("v1/cases/<str:ref>/consents/withdraw/", consents.CaseConsentsWithdraw.as_view(), name="consents-withdraw"),
    path("v1/cases/<str:ref>/actions/", actions.CaseActions.as_view(), name="actions"),
    path("v1/cases/<str:ref>/incidents/", case_links.CaseIncidents.as_view(), name="case-incidents"),
    path(
        "v1/cases/<str:ref>/incidents/unlink/",
        case_links.CaseIncidentUnlink.as_view(),
        name="case-incident-unlink",
    ),
    path("v1/cases/<str:ref>/images/", case_images.CaseImages.as_view(), name="case-images"),
    path("v1/cases/<str:ref>/images/one/", case_images.CaseImage.as_view(), name="case-image"),
    path("v1/cases/<str:ref>/images/told/", case_images.CaseImageTold.as_view(), name="case-image-told"),
    path("v1/cases/<str:ref>/images/remove/", case_images.CaseImageRemoval.as_view(), name="case-image-remove"),
    path("v1/cases/<str:ref>/signed-papers/", signing.SignedPapers.as_view(), name="signed-papers"),
    path("v1/cases/<str:ref>/signed-papers/one/", signing.SignedPaperShown.as_view(), name="signed-paper"),
    path(
        "v1/cases/<str:ref>/signed-papers/remove/",
        signing.SignedPaperRemoval.as_view(),
        name="signed-paper-remove",
    ),
    path("v1/cases/<str:ref>/statements/", statements.CaseStatements.as_view(), name="statements"),
    path("v1/cases/<str:ref>/statements/steps/", statements.CaseStatementSteps.as_view(), name="statements-steps"),
    path("v1/cases/<str:ref>/notifications/", notifications.CaseNotifications.as_view(), name="notifications"),
    path(
        "v1/cases/<str:ref>/notifications/told/",
        notifications.CaseNotificationTold.as_view(),
        name="notifications-told",
    ),
    path(
        "v1/cases/<str:ref>/notifications/declined/",
        notifications.CaseNotificationDeclined.as_view(),
        name="notifications-declined",
    ),
    path("v1/cases/<str:ref>/feedback/", feedback.CaseFeedback.as_view(), name="feedback"),
    path("v1/cases/<str:ref>/relatives/", relatives.CaseRelatives.as_view(), name="relatives"),
    path("v1/cases/<str:ref>/support/", support.CaseSupport.as_view(), name="support"),
    path("v1/cases/<str:ref>/support/referrals/", support.CaseReferrals.as_view(), name="support-referrals"),
    path(
        "v1/cases/<str:ref>/support/referrals/steps/",
        support.CaseReferralSteps.as_view(),
        name="support-referral-steps",
    ),
    path("v1/cases/<str:ref>/legal-papers/", papers.CasePapers.as_view(), name="legal-papers"),
    path("v1/rights-requests/", requests.RightsRequests.as_view(), name="rights-requests"),
    path("v1/cases/<str:ref>/rights-requests/", requests.CaseRightsRequests.as_view(), name="case-rights-requests"),
    path("v1/cases/<str:ref>/holders/", holders.CaseHoldersDetail.as_view(), name="holders"),
    path("v1/cases/<str:ref>/wishes/", wishes.CaseWishes.as_view(), name="wishes"),
    path("v1/cases/<str:ref>/wishes/steps/", wishes.CaseReturnSteps.as_view(), name="wishes-steps"),
    path("v1/samples/", samples.SampleList.as_view(), name="samples"),
    path("v1/samples/<str:ref>/", samples.SampleDetail.as_view(), name="sample"),
    path("v1/samples/<str:ref>/steps/", samples.SampleSteps.as_view(), name="sample-steps"),
    path("v1/samples/<str:ref>/report/", samples.SampleReport.as_view(), name="sample-report"),
    path("v1/drafts/", drafts.Drafts.as_view(), name="drafts"),
    path("v1/referrals/", referrals.Referrals.as_view(), name="referrals"),
    path("v1/referrals/<str:ref>/", referrals.ReferralDetail.as_view(), name="referral"),
    path("v1/imports/", imports.Imports.as_view(), name="imports"),
    path("v1/imports/cases/", case_tables.CaseImports.as_view(), name="imports-cases"),
    path("v1/imports/cases/template/", case_tables.CaseTemplate.as_view(), name="imports-cases-template"),
    path("v1/imports/incidents/", imports.IncidentImports.as_view(), name="imports-incidents"),
    path("v1/imports/remains/", remains_tables.RemainsImports.as_view(), name="imports-remains"),
    path("v1/imports/remains/template/", remains_tables.RemainsTemplate.as_view(), name="imports-remains-template"),
    path("v1/imports/<str:ref>/", imports.ImportDetail.as_view(), name="import"),
    path("v1/imports/<str:ref>/columns/", imports.ImportColumns.as_view(), name="import-columns"),
    path("v1/imports/<str:ref>/refused/", imports.ImportRefused.as_view(), name="import-refused"),
    path("v1/imports/<str:ref>/save/", imports.ImportSave.as_view(), name="import-save"),
    path("v1/imports/<str:ref>/undo/", imports.ImportUndo.as_view(), name="import-undo"),
    path("v1/imports/<str:ref>/decisions/", imports.ImportDecisions.as_view(), name="import-decisions"),
    path("v1/transfers/", transfers.Transfers.as_view(), name="transfers"),
    path("v1/remains/", remains.RemainsList.as_view(), name="remains-list"),
    path("v1/remains/bulk/", remains.RemainsBulk.as_view(), name="remains-bulk"),
    path("v1/remains/<str:ref>/", remains.RemainsDetail.as_view(), name="remains"),
    path("v1/remains/<str:ref>/samples/", samples.RemainsSamples.as_view(), name="remains-samples"),
    path("v1/remains/<str:ref>/incidents/", links.RemainsIncidents.as_view(), name="remains-incidents"),
    path(
        "v1/remains/<str:ref>/incidents/unlink/",
        links.RemainsIncidentUnlink.as_view(),
        name="remains-incident-unlink",
    ),
    path("v1/remains/<str:ref>/custody/", custody.RemainsCustody.as_view(), name="remains-custody"),
    path("v1/remains/<str:ref>/belongings/", belongings.RemainsBelongings.as_view(), name="remains-belongings"),
    path("v1/remains/<str:ref>/examination/", examination.RemainsExamination.as_view(), name="remains-examination"),
    path("v1/remains/<str:ref>/estimates/", examination.RemainsEstimates.as_view(), name="remains-estimates"),
    path(
        "v1/remains/<str:ref>/estimates/withdraw/",
        examination.RemainsEstimateWithdrawal.as_view(),
        name="remains-estimate-withdraw",
    ),
    path("v1/remains/<str:ref>/injuries/", injuries.RemainsInjuries.as_view(), name="remains-injuries"),
    path("v1/remains/<str:ref>/inventory/", skeleton.RemainsInventory.as_view(), name="remains-inventory"),
    path("v1/remains/<str:ref>/parts/", skeleton.RemainsParts.as_view(), name="remains-parts"),
    path("v1/remains/<str:ref>/images/", images.RemainsImages.as_view(), name="remains-images"),
    path("v1/remains/<str:ref>/images/one/", images.RemainsImage.as_view(), name="remains-image"),
    path("v1/remains/<str:ref>/images/told/", images.RemainsImageTold.as_view(), name="remains-image-told"),
    path("v1/remains/<str:ref>/images/remove/", images.RemainsImageRemoval.as_view(), name="remains-image-remove"),
    path("v1/remains/<str:ref>/forensic/", remains.RemainsForensic.as_view(), name="remains-forensic"),
    path("v1/storage/", storage.StorageList.as_view(), name="storage"),
    path("v1/storage/<str:ref>/", storage.StorageDetail.as_view(), name="storage-place"),
    path("v1/events/", dvi.EventList.as_view(), name="events"),
    path("v1/events/<str:ref>/", dvi.EventDetail.as_view(), name="event"),
    path("v1/events/<str:ref>/people/", dvi.EventPeople.as_view(), name="event-people"),
    path("v1/events/<str:ref>/board/", events.EventBoard.as_view(), name="event-board"),
    path("v1/events/<str:ref>/unaccounted/", events.EventUnaccounted.as_view(), name="event-unaccounted"),
    path("v1/events/<str:ref>/report/", events.EventReport.as_view(), name="event-report"),
    path("v1/incidents/", incidents.IncidentList.as_view(), name="incidents"),
    path("v1/incidents/bulk/", incidents.IncidentBulk.as_view(), name="incidents-bulk"),
    path("v1/incidents/<str:ref>/", incidents.IncidentDetail.as_view(), name="incident"),
    path("v1/candidate-pairs/", pairs.PairList.as_view(), name="pairs"),
    path("v1/candidate-pairs/<str:ref>/", pairs.PairDetail.as_view(), name="pair"),
    path("v1/candidate-pairs/<str:ref>/reviews/", pairs.PairReviews.as_view(), name="pair-reviews"),
    path(
        "v1/candidate-pairs/<str:ref>/identification/",
        identification.PairIdentifications.as_view(),
        name="identification",
    ),
    path(
        "v1/candidate-pairs/<str:ref>/identification/acts/",
        identification.PairIdentificationActs.as_view(),
        name="identification-acts",
    ),
    path("v1/webhooks/", hooks.WebhookList.as_view(), name="webhooks"),
    path("v1/webhooks/<str:ref>/", hooks.WebhookDetail.as_view(), name="webhook"),
    path("v1/webhooks/<str:ref>/secret/", hooks.WebhookSecret.as_view(), name="webhook-secret"),
    path("v1/webhooks/<str:ref>/deliveries/", hooks.WebhookDeliveries.as_view(), name="webhook-deliveries"),
    path("v1/peer-hits/", peer_hits.PeerHits.as_view(), name="peer-hits"),
    path("v1/peer-hits/<str:ref>/", peer_hits.PeerHitDetail.as_view(), name="peer-hit"),
    path("v1/peer-hits/<str:ref>/decisions/", peer_hits.PeerHitDecisions.as_view(), name="peer-hit-decisions"),
    path(
        "v1/remains/<str:ref>/identification/",
        identification.RemainsIdentifications.as_view(),
        name="remains-identification",
    ),
    path("v1/changes/", ChangeList.as_view(), name="changes"),
    path("peers/v1/envelopes", peers.PeerEnvelopes.as_view(), name="peer-envelopes"),
    path("peers/v1/tables", peers.PeerTables.as_view(), name="peer-tables"),
    path("oauth/token", TokenIssue.as_view(), name="token"),
    path("oauth/revoke", TokenRevocation.as_view(), name="token-revoke"),
    path("schema/", ApiSchema.as_view(), name="schema"),
    path("docs/", ApiDocs.as_view(), name="docs"),
]

"""Pages of cases and incidents."""

from django.urls import path

from cases.views import actions, am_file, cases, claims, dvi, handover, imports, incidents, left_files, whereabouts

app_name = "cases"
urlpatterns = [
    path("cases/", cases.case_list, name="list"),
    path("cases/hand-over/", handover.hand_over, name="hand-over"),
    path("cases/<str:ref>/", cases.detail, name="detail"),
    path("cases/<str:ref>/photo/", cases.photo, name="photo"),
    path("cases/<str:ref>/papers/", cases.documents, name="documents"),
    path("cases/<str:ref>/am-file/", am_file.am, name="am-file"),
    path("cases/<str:ref>/actions/", actions.actions, name="actions"),
    path("cases/<str:ref>/actions/letter/", actions.letter, name="action-letter"),
    path("cases/<str:ref>/incidents/link/", incidents.case_link, name="incident-link"),
    path("cases/<str:ref>/incidents/unlink/", incidents.case_unlink, name="incident-unlink"),
    path("incidents/", incidents.incident_list, name="incident-list"),
    path("incidents/map/", incidents.incident_map, name="incident-map"),
    path("incidents/new/", incidents.incident_new, name="incident-new"),
    path("incidents/import/", imports.incident_import, name="incident-import"),
    path("imports/<str:ref>/", imports.import_batch, name="import-batch"),
    path("imports/<str:ref>/progress/", imports.import_progress, name="import-progress"),
    path("imports/<str:ref>/refused/", imports.import_refused, name="import-refused"),
    path("imports/<str:ref>/columns/", imports.import_columns, name="import-columns"),
    path("imports/<str:ref>/save/", imports.import_save, name="import-save"),
    path("imports/<str:ref>/undo/", imports.import_undo, name="import-undo"),
    path("imports/<str:ref>/discard/", imports.import_discard, name="import-discard"),
    path("incidents/<str:ref>/", incidents.incident_detail, name="incident-detail"),
    path("incidents/<str:ref>/event/", dvi.promote, name="event-promote"),
    path("events/", dvi.event_list, name="event-list"),
    path("events/<str:ref>/", dvi.event, name="event"),
    path("events/<str:ref>/people/", dvi.people, name="event-people"),
    path("whereabouts/", whereabouts.living_list, name="living-list"),
    path("if-i-go-missing/", left_files.if_missing, name="if-missing"),
    path("cases/<str:ref>/left/", left_files.case_left_file, name="left-file"),
    path("not-missing/", claims.not_missing, name="not-missing"),
    path("whereabouts/<str:ref>/claim/", claims.living_claim, name="living-claim"),
    path("whereabouts/import/", imports.living_import, name="living-import"),
    path("whereabouts/new/", whereabouts.living_new, name="living-new"),
    path("whereabouts/<str:ref>/", whereabouts.living, name="living"),
    path("whereabouts/<str:ref>/edit/", whereabouts.living_edit, name="living-edit"),
    path("whereabouts/<str:ref>/steps/", whereabouts.living_step, name="living-step"),
    path("whereabouts/<str:ref>/wish/", whereabouts.living_wish, name="living-wish"),
]

"""Addresses of remains."""

from django.urls import path

from remains.views import custody, drafts, examination, images, labels, plots, pm_file, pressing, records, skeleton

app_name = "remains"
urlpatterns = [
    path("", records.remains_list, name="list"),
    path("new/", drafts.new, name="new"),
    path("drafts/", drafts.work_drafts, name="work-drafts"),
    path("new/<str:ref>/", drafts.describe, name="draft"),
    path("new/<str:ref>/save/", drafts.save, name="draft-save"),
    path("new/<str:ref>/delete/", drafts.delete, name="draft-delete"),
    path("new/<str:ref>/label/", labels.draft_label, name="draft-label"),
    path("new/<str:ref>/label.pdf", labels.draft_label_pdf, name="draft-label-pdf"),
    path("worksheet/graves/", pressing.work_graves, name="work-graves"),
    path("worksheet/hand-overs/", pressing.work_hand_overs, name="work-hand-overs"),
    path("worksheet/", custody.worksheet, name="worksheet"),
    path("part/", skeleton.part_new, name="part-new"),
    path("storage/", custody.places, name="storage"),
    path("of-incident/<str:ref>/", records.incident_remains, name="of-incident"),
    path("<str:ref>/", records.detail, name="detail"),
    path("<str:ref>/edit/", records.edit, name="edit"),
    path("<str:ref>/forensic/", records.forensic, name="forensic"),
    path("<str:ref>/pm-file/", pm_file.pm, name="pm-file"),
    path("<str:ref>/inventory/", skeleton.inventory, name="inventory"),
    path("<str:ref>/parts/", skeleton.parts, name="parts"),
    path("<str:ref>/images/", images.PAGES.images, name="images"),
    path("<str:ref>/images/one/", images.PAGES.one, name="image"),
    path("<str:ref>/images/remove/", images.PAGES.taken_away, name="image-remove"),
    path("<str:ref>/custody/", custody.chain, name="custody"),
    path("<str:ref>/custody/grave/", plots.plots, name="plots"),
    path("<str:ref>/examination/", examination.examination, name="examination"),
    path("<str:ref>/estimates/", examination.estimates, name="estimates"),
    path("<str:ref>/injuries/", examination.injuries, name="injuries"),
    path("<str:ref>/incidents/link/", records.incident_link, name="incident-link"),
    path("<str:ref>/incidents/unlink/", records.incident_unlink, name="incident-unlink"),
    path("<str:ref>/label/", labels.label, name="label"),
    path("<str:ref>/label.pdf", labels.label_pdf, name="label-pdf"),
]

"""Addresses of matching."""

from django.urls import path

from matching import event_views, genetics_views, image_views, kinship_views, views, weights_views
from matching.identification import views as identification
from matching.peers import hit_views
from matching.peers import views as peers

app_name = "matching"
urlpatterns = [
    path("pairs/", views.pair_list, name="pairs"),
    path("pairs/open/", views.open_pair, name="open-pair"),
    path("pairs/<str:ref>/", views.pair, name="pair"),
    path("pairs/<str:ref>/review/", views.review, name="review"),
    path("pairs/<str:ref>/withdraw/", views.withdraw, name="withdraw"),
    path("pairs/<str:ref>/laboratory/", views.laboratory, name="laboratory"),
    path("pairs/<str:ref>/tell/", views.tell, name="tell"),
    path("pairs/<str:ref>/identification/", identification.identification, name="identification"),
    path("pairs/<str:ref>/images/", image_views.images, name="images"),
    path("pairs/<str:ref>/evidence/", views.evidence, name="evidence"),
    path("cases/<str:ref>/pairs/", views.case_pairs, name="case-pairs"),
    path("cases/<str:ref>/duplicates/", views.case_duplicates, name="case-duplicates"),
    path("cases/<str:ref>/ranking/", views.case_ranking, name="case-ranking"),
    path("cases/<str:ref>/duplicates/ranking/", views.duplicate_ranking, name="duplicate-ranking"),
    path("remains/<str:ref>/identification/", identification.issued, name="issued"),
    path("remains/<str:ref>/identification/report/", identification.report, name="identification-report"),
    path("remains/<str:ref>/release/", identification.release, name="release"),
    path("remains/<str:ref>/release/belongings/", identification.belongings, name="belongings"),
    path("remains/<str:ref>/pairs/", views.remains_pairs, name="remains-pairs"),
    path("remains/<str:ref>/ranking/", views.remains_ranking, name="remains-ranking"),
    path("remains/<str:ref>/same-person/", views.remains_parts, name="remains-parts"),
    path("remains/<str:ref>/same-person/ranking/", views.parts_ranking, name="parts-ranking"),
    path("whereabouts/<str:ref>/ranking/", views.living_ranking, name="living-ranking"),
    path("events/<str:ref>/files/", event_views.files, name="event-files"),
    path("events/<str:ref>/files/paper/", event_views.papers, name="event-papers"),
    path("events/<str:ref>/board/", event_views.board, name="event-board"),
    path("events/<str:ref>/board/progress/", event_views.board_progress, name="event-board-progress"),
    path("events/<str:ref>/report/", event_views.report, name="event-report"),
    path("cases/<str:ref>/kinship/", kinship_views.of_case, name="case-kinship"),
    path("samples/<str:ref>/family/", kinship_views.of_sample, name="sample-family"),
    path("laboratory/", genetics_views.desk, name="desk"),
    path("samples/<str:ref>/alleles/", genetics_views.sample_alleles, name="sample-alleles"),
    path("comparisons/", views.runs, name="runs"),
    path("comparisons/progress/", views.run_progress, name="run-progress"),
    path("comparisons/steer/", views.run_steer, name="run-steer"),
    path("peers/questions/", peers.question_list, name="peer-questions"),
    path("peers/questions/ask/", peers.ask, name="peer-ask"),
    path("peers/questions/<str:ref>/", peers.question, name="peer-question"),
    path("peers/inquiries/<str:ref>/", peers.inquiry, name="peer-inquiry"),
    path("peers/hits/", hit_views.hit_list, name="peer-hits"),
    path("peers/hits/<str:ref>/", hit_views.hit, name="peer-hit"),
    path("work/hits/", hit_views.work_hits, name="work-hits"),
    path("weights/", weights_views.version_list, name="weights"),
    path("weights/steer/", weights_views.steer, name="weights-steer"),
    path("weights/<str:ref>/", weights_views.version, name="weights-version"),
    path("work/pairs/", views.work_pairs, name="work-pairs"),
]

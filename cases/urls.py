"""Pages of cases."""

from django.urls import path

from cases import views

app_name = "cases"
urlpatterns = [
    path("cases/", views.case_list, name="list"),
    path("cases/<str:ref>/", views.detail, name="detail"),
    path("cases/<str:ref>/photo/", views.photo, name="photo"),
    path("cases/<str:ref>/papers/", views.documents, name="documents"),
    path("work/overdue/", views.work_overdue, name="work-overdue"),
]

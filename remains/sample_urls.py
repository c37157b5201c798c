"""Addresses of samples."""

from django.urls import path

from remains.views import samples

app_name = "samples"
urlpatterns = [
    path("", samples.worklist, name="list"),
    path("from/<str:ref>/", samples.of_source, name="of-source"),
    path("<str:ref>/", samples.sample, name="sample"),
    path("<str:ref>/label/", samples.label, name="label"),
]

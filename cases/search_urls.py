"""Searching own cases."""

from django.urls import path

from cases.views import search

urlpatterns = [
    path("", search.search, name="search"),
    path("<str:ref>/", search.results, name="search-results"),
    path("<str:ref>/waiting/", search.waiting, name="search-waiting"),
    path("<str:ref>/again/", search.again, name="search-again"),
    path("<str:ref>/save/", search.save, name="search-save"),
    path("<str:ref>/delete/", search.delete, name="search-delete"),
]

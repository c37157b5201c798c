"""The family's own page, mounted at /family/.  No address holds a code, a name or a reference."""

from django.urls import path

from families.page import views

app_name = "family"
urlpatterns = [
    path("", views.page, name="page"),
    path("leave/", views.leave, name="leave"),
    path("withdraw/", views.withdraw, name="withdraw"),
    path("ask/", views.ask, name="ask"),
    path("copy/", views.copy, name="copy"),
]

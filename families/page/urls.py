"""The family's own page, mounted at /family/.  No address holds a name, a reference or what opens anything alone.

The link of an invitation may hold its code, which opens nothing without the PIN.
"""

from django.urls import path

from families.page import invited, views

app_name = "family"
urlpatterns = [
    path("", views.page, name="page"),
    path("leave/", views.leave, name="leave"),
    path("withdraw/", views.withdraw, name="withdraw"),
    path("lift/", views.lift, name="lift"),
    path("ask/", views.ask, name="ask"),
    path("invited/", invited.invited, name="invited"),
    path("copy/", views.copy, name="copy"),
]

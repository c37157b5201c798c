"""Pages of access control: demo sign-in, the journal, the work that failed."""

from django.urls import path

from accessctl import views
from accessctl.transparency.views import HeadConsistency, HeadList

app_name = "accessctl"
urlpatterns = [
    path("demo/sign-in/", views.demo_sign_in, name="demo-sign-in"),
    path("journal/", views.journal_list, name="journal"),
    path("failed-work/", views.failed_work, name="failed-work"),
    path("failed-work/again/", views.failed_work_again, name="failed-work-again"),
    path("journal/heads", HeadList.as_view(), name="journal-heads"),
    path("journal/consistency", HeadConsistency.as_view(), name="journal-consistency"),
]

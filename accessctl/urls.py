"""Pages of access control: demo sign-in, the journal, the work that failed."""

from django.urls import path

from accessctl import views
from accessctl.disclosure import views as disclosure
from accessctl.readings import views as readings
from accessctl.signin import views as signin
from accessctl.transparency.views import HeadConsistency, HeadList

app_name = "accessctl"
urlpatterns = [
    path("demo/sign-in/", views.demo_sign_in, name="demo-sign-in"),
    path("account/sessions/", signin.session_list, name="sessions"),
    path("account/sessions/end/", signin.session_end, name="session-end"),
    path("account/go-on/", signin.go_on, name="go-on"),
    path("journal/", views.journal_list, name="journal"),
    path("journal/readers/", readings.readers, name="readers"),
    path("readings/<str:ref>/", readings.readings, name="readings"),
    path("failed-work/", views.failed_work, name="failed-work"),
    path("failed-work/again/", views.failed_work_again, name="failed-work-again"),
    path("requests/", disclosure.disclosure_list, name="disclosures"),
    path("requests/ask/", disclosure.ask, name="disclosure-ask"),
    path("requests/work/", disclosure.work_disclosures, name="work-disclosures"),
    path("requests/recalls/<uuid:key>/", disclosure.recall_answer, name="recall-answer"),
    path("requests/<str:ref>/", disclosure.disclosure, name="disclosure"),
    path("requests/<str:ref>/answer/", disclosure.answer, name="disclosure-answer"),
    path("requests/<str:ref>/assign/", disclosure.assign, name="disclosure-assign"),
    path("requests/<str:ref>/take-back/", disclosure.take_back, name="disclosure-take-back"),
    path("requests/<str:ref>/end/", disclosure.end, name="disclosure-end"),
    path("journal/heads", HeadList.as_view(), name="journal-heads"),
    path("journal/consistency", HeadConsistency.as_view(), name="journal-consistency"),
]

"""Pages of access control: demo sign-in, the journal, the work that failed."""

from django.urls import path

from accessctl import views
from accessctl.agreements import views as agreements
from accessctl.disclosure import views as disclosure
from accessctl.organisations import views as organisations
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
    path("agreements/", agreements.agreement_list, name="agreements"),
    path("agreements/propose/", agreements.propose, name="agreement-propose"),
    path("agreements/work/", agreements.work_agreements, name="work-agreements"),
    path("agreements/<str:ref>/", agreements.agreement, name="agreement"),
    path("agreements/<str:ref>/sign/", agreements.sign, name="agreement-sign"),
    path("agreements/<str:ref>/decline/", agreements.decline, name="agreement-decline"),
    path("agreements/<str:ref>/suspend/", agreements.suspend, name="agreement-suspend"),
    path("agreements/<str:ref>/resume/", agreements.resume, name="agreement-resume"),
    path("agreements/<str:ref>/withdraw/", agreements.withdraw, name="agreement-withdraw"),
    path("agreements/<str:ref>/renew/", agreements.renew, name="agreement-renew"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/admit/", organisations.admit, name="organisation-admit"),
    path("organisations/people/<str:ref>/suspend/", organisations.suspend_member, name="member-suspend"),
    path("organisations/people/<str:ref>/restore/", organisations.restore_member, name="member-restore"),
    path("organisations/people/<str:ref>/invite-again/", organisations.invite_again, name="member-invite-again"),
    path("organisations/<str:ref>/", organisations.organisation, name="organisation"),
    path("organisations/<str:ref>/change/", organisations.change, name="organisation-change"),
    path("organisations/<str:ref>/invite/", organisations.invite, name="organisation-invite"),
    path("organisations/<str:ref>/suspend/", organisations.suspend, name="organisation-suspend"),
    path("organisations/<str:ref>/restore/", organisations.restore, name="organisation-restore"),
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

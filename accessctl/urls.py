"""Pages of access control: demo sign-in, the journal, the work that failed."""

from django.urls import path

from accessctl import views
from accessctl.agreements import views as agreements
from accessctl.approvals import views as approvals
from accessctl.disclosure import views as disclosure
from accessctl.emergency import views as emergency
from accessctl.erasure import views as erasure
from accessctl.organisations import views as organisations
from accessctl.peers import views as peers
from accessctl.readings import views as readings
from accessctl.registers import views as registers
from accessctl.signin import views as signin
from accessctl.systems import consoles
from accessctl.systems import views as systems
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
    path("systems/", systems.client_list, name="systems"),
    path("systems/new/", systems.client_new, name="system-new"),
    path("systems/webhooks/<str:ref>/", consoles.webhook, name="webhook"),
    path("systems/webhooks/<str:ref>/end/", consoles.webhook_end, name="webhook-end"),
    path("systems/webhooks/<str:ref>/secret/", consoles.webhook_secret, name="webhook-secret"),
    path("systems/webhooks/<str:ref>/again/", consoles.webhook_again, name="webhook-again"),
    path("systems/<str:ref>/webhooks/", consoles.webhook_new, name="webhook-new"),
    path("systems/<str:ref>/", systems.client, name="system"),
    path("systems/<str:ref>/secret/", systems.client_secret, name="system-secret"),
    path("systems/<str:ref>/revoke/", systems.client_revoke, name="system-revoke"),
    path("peers/", peers.peer_list, name="peers"),
    path("peers/new/", peers.peer_new, name="peer-new"),
    path("peers/<str:ref>/", peers.peer, name="peer"),
    path("peers/<str:ref>/confirm/", peers.peer_confirm, name="peer-confirm"),
    path("peers/<str:ref>/join/", peers.peer_join, name="peer-join"),
    path("peers/<str:ref>/key/", peers.peer_key, name="peer-key"),
    path("peers/<str:ref>/act/", peers.peer_act, name="peer-act"),
    path("approvals/", approvals.approval_list, name="approvals"),
    path("approvals/work/", approvals.work_approvals, name="work-approvals"),
    path("approvals/<str:ref>/", approvals.approval, name="approval"),
    path("approvals/<str:ref>/approve/", approvals.approve, name="approval-approve"),
    path("approvals/<str:ref>/refuse/", approvals.refuse, name="approval-refuse"),
    path("approvals/<str:ref>/take-back/", approvals.take_back, name="approval-take-back"),
    path("erase/<str:ref>/", erasure.erase, name="erase"),
    path("erasures/", erasure.erasure_list, name="erasures"),
    path("erasures/several/", erasure.erase_several, name="erase-several"),
    path("erasures/<str:ref>/", erasure.erasure, name="erasure"),
    path("registers/", registers.overview, name="registers"),
    path("registers/demands/", registers.demand_list, name="demands"),
    path("registers/demands/new/", registers.demand_new, name="demand-new"),
    path("registers/demands/<str:ref>/", registers.demand, name="demand"),
    path("registers/demands/<str:ref>/answer/", registers.demand_answer, name="demand-answer"),
    path("registers/demands/<str:ref>/telling/", registers.demand_telling, name="demand-telling"),
    path("registers/breaches/", registers.breach_list, name="breaches"),
    path("registers/breaches/new/", registers.breach_new, name="breach-new"),
    path("registers/breaches/<str:ref>/", registers.breach, name="breach"),
    path("registers/breaches/<str:ref>/note/", registers.breach_note, name="breach-note"),
    path("registers/sanctions/", registers.sanction_list, name="sanctions"),
    path("registers/sanctions/<str:ref>/lift/", registers.sanction_lift, name="sanction-lift"),
    path("figures/", registers.yearly_counts, name="yearly-counts"),
    path("requests/", disclosure.disclosure_list, name="disclosures"),
    path("requests/ask/", disclosure.ask, name="disclosure-ask"),
    path("requests/work/", disclosure.work_disclosures, name="work-disclosures"),
    path("requests/recalls/<uuid:key>/", disclosure.recall_answer, name="recall-answer"),
    path("requests/emergency/", emergency.open_record, name="emergency-open"),
    path("requests/emergencies/<str:ref>/", emergency.emergency, name="emergency"),
    path("requests/emergencies/<str:ref>/end/", emergency.end, name="emergency-end"),
    path("requests/emergencies/<str:ref>/family/", emergency.family, name="emergency-family"),
    path("requests/emergencies/<str:ref>/review/", emergency.review, name="emergency-review"),
    path("requests/<str:ref>/", disclosure.disclosure, name="disclosure"),
    path("requests/<str:ref>/answer/", disclosure.answer, name="disclosure-answer"),
    path("requests/<str:ref>/assign/", disclosure.assign, name="disclosure-assign"),
    path("requests/<str:ref>/take-back/", disclosure.take_back, name="disclosure-take-back"),
    path("requests/<str:ref>/end/", disclosure.end, name="disclosure-end"),
    path("journal/heads", HeadList.as_view(), name="journal-heads"),
    path("journal/consistency", HeadConsistency.as_view(), name="journal-consistency"),
]

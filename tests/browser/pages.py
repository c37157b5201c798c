"""Every address that answers with a page, and whom of the cast it is looked at with; the rest with the reason why not.

An address that is in neither table fails `test_every_page`, so a new page is looked at from its first day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from playwright.sync_api import Page, Response

from tests.browser import stages
from tests.factories.families import CODE, INVITED, PIN

NOBODY = ""
Act = Callable[[Page], Response | None]


@dataclass(frozen=True)
class Look:
    """One page as one reader has it.

    who: one of the cast, a session of the stage, or NOBODY.  act: what the reader does there first.  lands: where
    they are then, if not at the address they asked for.
    """

    who: str
    path: str
    act: Act | None = None
    status: int = 200
    lands: str = ""


def press(selector: str) -> Act:
    """The reader presses what changes a part of the page."""

    def act(page: Page) -> None:
        page.locator(selector).first.click()

    return act


def follow(selector: str) -> Act:
    """The reader presses what leads to another page."""

    def act(page: Page) -> Response:
        button = page.locator(selector).first
        button.evaluate("button => button.closest('details')?.setAttribute('open', '')")
        with page.expect_navigation() as gone:
            button.click()
        return gone.value

    return act


def send_danger(page: Page) -> Response:
    """The reader presses the button of an act that hurts, without a reason."""
    with page.expect_navigation() as gone:
        page.locator("main form[method=post] .btn-danger:visible").last.click()
    return gone.value


def fill_in_agreement(page: Page) -> Response:
    """The reader answers enough of an agreement to read it in sentences."""
    page.locator("[name=title]").fill("Search along the coast")
    page.locator("[name=others]").first.select_option(label="Institute of Forensic Medicine")
    page.locator("[name=kind]").select_option("bilateral")
    for name, value in {
        "direction": "give", "max_layer": "2", "covers": "all", "legal_process_clause": "notify_before",
        "purposes": "forensic_comparison",
    }.items():  # fmt: skip
        page.locator(f"[name={name}][value='{value}']").check()
    page.locator("[name=valid_until]").fill(f"{timezone.localdate().year + 2}-01-01")
    return send(page)


def send(page: Page) -> Response:
    """The reader sends the form as it stands."""
    with page.expect_navigation() as gone:
        page.locator("main form[method=post] .btn-primary:visible").last.click()
    return gone.value


def send_of_nothing(page: Page) -> Response:
    """The reader takes the tick from the only thing there is, and sends the form."""
    page.locator("main [name=items]").uncheck()
    return send(page)


def inside(path: str = "", press: str = "") -> Act:
    """A relative shows the code and PIN of the stage, which ends the visit of any other, and goes on from there."""

    def act(page: Page) -> Response | None:
        page.context.clear_cookies(name="family")
        page.goto("/family/")
        page.locator("[name=code]").fill(CODE)
        page.locator("[name=pin]").fill(PIN)
        answer: Response | None = follow("main form button")(page)
        answer = page.goto(path) if path else answer
        return follow(press)(page) if press else answer

    return act


def invited(press: str = "") -> Act:
    """Somebody shows the code and PIN of the invitation in their language, and goes on from there."""

    def act(page: Page) -> Response | None:
        page.locator("[name=code]").fill(INVITED[page.locator("html").get_attribute("lang") or "en"])
        page.locator("[name=pin]").fill(PIN)
        answer: Response | None = follow("main form button")(page)
        return follow(press)(page) if press else answer

    return act


def unfold(page: Page) -> None:
    """The reader opens whatever is folded on the page."""
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")


def look_at(page: Page) -> Response:
    """The reader says for what they look at an image, and that they know what they may see."""
    page.locator("[name=purpose]").select_option("forensic_comparison")
    page.locator("[name=warned]").check()
    return send(page)


def lag_behind(page: Page) -> Response:
    """Somebody else saves before the reader does."""
    page.evaluate(
        "document.querySelector('[name=_version], [name=version]').value = '0';"
        "document.querySelector('main textarea, main input[type=text]').value = 'Told otherwise';"
    )
    return send(page)


SITE: dict[str, tuple[Look, ...]] = {
    "site:home": (Look(NOBODY, "/"),),
    "site:work": tuple(Look(who, "/work/") for who in ("caseworker", "officer", "analyst", "focal_a")),
    "site:help": (Look(NOBODY, "/help/"), Look("caseworker", "/help/", press("[data-menu] > summary"))),
    "site:where": (
        Look(NOBODY, "/where/"),
        Look(NOBODY, "/where/?here=GMB&last=MEX&route=cmed"),
        Look(NOBODY, "/where/?here=nowhere", status=422),
    ),
    "site:offline": (Look(NOBODY, "/offline/"),),
    "account_login": (Look(NOBODY, "/accounts/login/"), Look(NOBODY, "/accounts/login/", send)),
    "account_logout": (Look("caseworker", "/accounts/logout/"),),
    "account_inactive": (Look(NOBODY, "/accounts/inactive/"),),
    "account_signup": (Look(NOBODY, "/accounts/signup/"),),
    "account_reauthenticate": (Look("plain", "/accounts/reauthenticate/"),),
    "account_email": (Look("careful", "/accounts/email/"),),
    "account_email_verification_sent": (Look(NOBODY, "/accounts/confirm-email/"),),
    "account_confirm_email": (
        Look(NOBODY, "/accounts/confirm-email/{confirm}/"),
        Look(NOBODY, "/accounts/confirm-email/no-such-key/"),
    ),
    "account_change_password": (Look("careful", "/accounts/password/change/"),),
    "account_set_password": (Look("caseworker", "/accounts/password/set/"),),
    "account_reset_password": (Look(NOBODY, "/accounts/password/reset/"),),
    "account_reset_password_done": (Look(NOBODY, "/accounts/password/reset/done/"),),
    "account_reset_password_from_key": (
        Look(NOBODY, "/accounts/password/reset/key/{reset}/", lands="/accounts/password/reset/key/"),
        Look(NOBODY, "/accounts/password/reset/key/1-no-such-key/"),
    ),
    "account_reset_password_from_key_done": (Look(NOBODY, "/accounts/password/reset/key/done/"),),
    "mfa_index": (Look("plain", "/accounts/2fa/"), Look("careful", "/accounts/2fa/")),
    "mfa_authenticate": (Look("half_way", "/accounts/2fa/authenticate/"),),
    "mfa_reauthenticate": (Look("careful", "/accounts/2fa/reauthenticate/"),),
    "mfa_activate_totp": (Look("plain", "/accounts/2fa/totp/activate/"),),
    "mfa_deactivate_totp": (Look("careful", "/accounts/2fa/totp/deactivate/"),),
    "mfa_view_recovery_codes": (Look("careful", "/accounts/2fa/recovery-codes/"),),
    "mfa_generate_recovery_codes": (Look("careful", "/accounts/2fa/recovery-codes/generate/"),),
    "mfa_reauthenticate_webauthn": (
        Look("careful", "/accounts/2fa/webauthn/reauthenticate/", lands="/accounts/2fa/reauthenticate/"),
        Look("keyed", "/accounts/2fa/webauthn/reauthenticate/"),
    ),
    "mfa_add_webauthn": (Look("careful", "/accounts/2fa/webauthn/add/"),),
    "mfa_list_webauthn": (Look("careful", "/accounts/2fa/webauthn/"), Look("keyed", "/accounts/2fa/webauthn/")),
    "mfa_edit_webauthn": (Look("keyed", "/accounts/2fa/webauthn/keys/{passkey}/edit/"),),
    "mfa_remove_webauthn": (Look("keyed", "/accounts/2fa/webauthn/keys/{passkey}/remove/"),),
    "accessctl:sessions": (Look("careful", "/account/sessions/"),),
    "accessctl:journal": (Look("officer", "/journal/", unfold), Look("officer", "/journal/?ref=nothing")),
    "accessctl:failed-work": (Look("officer", "/failed-work/"), Look("supervisor", "/failed-work/")),
}
REQUESTS: dict[str, tuple[Look, ...]] = {
    "accessctl:disclosures": (Look("supervisor", "/requests/"), Look("second_caseworker", "/requests/")),
    "accessctl:disclosure-ask": (
        Look("second_caseworker", "/requests/ask/?record={other}"),
        Look("second_caseworker", "/requests/ask/?record={other}", send, status=422),
    ),
    "accessctl:disclosure": (
        Look("supervisor", "/requests/{waiting}/"),
        Look("supervisor", "/requests/{opened}/"),
        Look("second_caseworker", "/requests/{waiting}/"),
        Look("second_caseworker", "/requests/{ended}/"),
    ),
    "accessctl:disclosure-answer": (
        Look("supervisor", "/requests/{waiting}/", follow("#refuse button"), status=422, lands="answer/"),
    ),
    "accessctl:emergency-open": (
        Look("second_caseworker", "/requests/emergency/?record={other}"),
        Look("analyst", "/requests/emergency/", send_danger, status=422),
        Look("officer", "/requests/emergency/"),
    ),
    "accessctl:emergency": (
        Look("supervisor", "/requests/emergencies/{alarm}/"),
        Look("officer", "/requests/emergencies/{settled}/"),
        Look("second_caseworker", "/requests/emergencies/{alarm}/"),
    ),
    "accessctl:emergency-family": (
        Look(
            "supervisor", "/requests/emergencies/{alarm}/", follow("#family .btn-primary"), status=422, lands="family/"
        ),
    ),
    "accessctl:emergency-review": (
        Look("officer", "/requests/emergencies/{alarm}/", send, status=422, lands="review/"),
    ),
    "cases:detail": (Look("second_caseworker", "/cases/{alarmed}/"),),
    "site:work": (Look("supervisor", "/work/"), Look("second_caseworker", "/work/")),
}
AGREEMENTS: dict[str, tuple[Look, ...]] = {
    "accessctl:agreements": (Look("supervisor", "/agreements/"), Look("newcomer", "/agreements/")),
    "accessctl:agreement-propose": (
        Look("supervisor", "/agreements/propose/", unfold),
        Look("supervisor", "/agreements/propose/", send, status=422),
        Look("supervisor", "/agreements/propose/", fill_in_agreement),
    ),
    "accessctl:agreement": (
        Look("supervisor", "/agreements/{standing}/"),
        Look("supervisor", "/agreements/{waiting}/"),
        Look("supervisor", "/agreements/{suspended}/"),
        Look("caseworker", "/agreements/{standing}/"),
    ),
    "accessctl:agreement-decline": (Look("supervisor", "/agreements/{waiting}/decline/"),),
    "accessctl:agreement-suspend": (
        Look("supervisor", "/agreements/{standing}/suspend/"),
        Look("supervisor", "/agreements/{standing}/suspend/", send_danger, status=422),
    ),
    "accessctl:agreement-withdraw": (Look("supervisor", "/agreements/{standing}/withdraw/"),),
    "accessctl:agreement-renew": (Look("supervisor", "/agreements/{standing}/renew/"),),
    "accessctl:organisations": (
        Look("supervisor", "/organisations/", unfold),
        Look("supervisor", "/organisations/?words=nothing"),
        Look("administrator", "/organisations/"),
    ),
    "accessctl:organisation": (
        Look("supervisor", "/organisations/{own}/"),
        Look("supervisor", "/organisations/{other}/"),
        Look("administrator", "/organisations/{own}/"),
    ),
    "accessctl:approval": (Look("administrator", "/approvals/{admitted}/"),),
    "accessctl:organisation-admit": (
        Look("administrator", "/organisations/admit/"),
        Look("administrator", "/organisations/admit/", send, status=422),
    ),
    "accessctl:organisation-change": (
        Look("supervisor", "/organisations/{own}/change/"),
        Look("administrator", "/organisations/{own}/change/"),
    ),
    "accessctl:organisation-invite": (
        Look("supervisor", "/organisations/{own}/invite/"),
        Look("supervisor", "/organisations/{own}/invite/", send, status=422),
    ),
    "accessctl:systems": (Look("supervisor", "/systems/"), Look("officer", "/systems/")),
    "accessctl:system-new": (
        Look("supervisor", "/systems/new/"),
        Look("supervisor", "/systems/new/", send, status=422),
    ),
    "accessctl:system": (Look("supervisor", "/systems/{system}/"),),
    "accessctl:system-secret": (
        Look("supervisor", "/systems/{system}/secret/"),
        Look("supervisor", "/systems/{counting}/secret/", send_danger),
    ),
    "accessctl:system-revoke": (Look("supervisor", "/systems/{system}/revoke/"),),
    "accessctl:webhook-new": (
        Look("supervisor", "/systems/{system}/webhooks/"),
        Look("supervisor", "/systems/{system}/webhooks/", send, status=422),
    ),
    "accessctl:webhook": (Look("supervisor", "/systems/webhooks/{webhook}/"),),
    "accessctl:webhook-secret": (Look("supervisor", "/systems/webhooks/{webhook}/secret/"),),
    "accessctl:organisation-suspend": (Look("administrator", "/organisations/{own}/suspend/"),),
    "accessctl:member-suspend": (Look("supervisor", "/organisations/people/{person}/suspend/"),),
    "families:reach": (
        Look("supervisor", "/cases/{case}/reach/"),
        Look("supervisor", "/cases/{case}/reach/?agreement={standing}"),
        Look("colleague", "/cases/{case}/reach/"),
    ),
    "families:given": (Look("supervisor", "/cases/{case}/given/"),),
    "families:draft-reach": (Look("caseworker", "/cases/new/{told}/consent/", press("[formaction$='/reach/']")),),
    "site:work": (Look("supervisor", "/work/"),),
}
CASES: dict[str, tuple[Look, ...]] = {
    "families:signed-papers": (
        Look("caseworker", "/cases/{case}/signed/", unfold),
        Look("caseworker", "/cases/{case}/signed/", send, status=422),
    ),
    "families:signed-paper": (Look("caseworker", "/cases/{case}/signed/one/?image=1", unfold),),
    "cases:images": (
        Look("caseworker", "/cases/{case}/images/", unfold),
        Look("caseworker", "/cases/{case}/images/", send, status=422),
    ),
    "cases:image": (
        Look("caseworker", "/cases/{case}/images/one/?image=1", unfold),
        Look("caseworker", "/cases/{case}/images/one/?image=1", send, status=422),
    ),
    "cases:list": (
        Look("caseworker", "/cases/", unfold),
        Look("analyst", "/cases/"),
        Look("caseworker", "/cases/?status=inactive"),
    ),
    "cases:detail": (
        Look("caseworker", "/cases/{case}/"),
        Look("caseworker", "/cases/{bare}/"),
        Look("officer", "/cases/{case}/"),
        Look("focal_a", "/cases/{case}/"),
        Look("caseworker", "/cases/MMR-00000-00000-0/", status=404),
    ),
    "accessctl:readers": (Look("officer", "/journal/readers/"),),
    "accessctl:readings": (Look("caseworker", "/readings/{case}/"), Look("officer", "/readings/{case}/")),
    "cases:documents": (Look("caseworker", "/cases/{case}/", follow("[action$='/papers/'] button"), lands="papers/"),),
    "cases:actions": (
        Look("caseworker", "/cases/{case}/actions/"),
        Look("caseworker", "/cases/{case}/actions/", follow("#step .btn-primary"), status=422),
        Look("caseworker", "/cases/{case}/actions/?about={step}"),
    ),
    "cases:forms": (Look("caseworker", "/forms/"), Look("caseworker", "/forms/?form=mx_fub")),
    "cases:hand-over": (
        Look("caseworker", "/cases/hand-over/?records={case}"),
        Look("caseworker", "/cases/hand-over/", follow("#wanted .btn-primary"), status=422),
    ),
    "cases:action-letter": (Look("caseworker", "/cases/{case}/actions/letter/?about={step}"),),
    "cases:incident-link": (
        Look("caseworker", "/cases/{case}/incidents/link/"),
        Look("caseworker", "/cases/{case}/incidents/link/", send, status=422),
    ),
    "cases:incident-list": (Look("caseworker", "/incidents/", unfold), Look("officer", "/incidents/?year=1999")),
    "cases:incident-map": (Look("analyst", "/incidents/map/"),),
    "cases:incident-new": (
        Look("analyst", "/incidents/new/", unfold),
        Look("analyst", "/incidents/new/", send, status=422),
    ),
    "cases:incident-import": (
        Look("caseworker", "/incidents/import/"),
        Look("caseworker", "/incidents/import/", send, status=422),
    ),
    "families:import": (
        Look("caseworker", "/cases/import/", unfold),
        Look("caseworker", "/cases/import/", send, status=422),
    ),
    "remains:import": (
        Look("analyst", "/remains/import/"),
        Look("analyst", "/remains/import/", send, status=422),
    ),
    "cases:import-batch": (
        Look("caseworker", "/imports/{batch}/"),
        Look("caseworker", "/imports/{checked}/"),
        Look("caseworker", "/imports/{table}/"),
    ),
    "cases:incident-detail": (
        Look("caseworker", "/incidents/{incident}/"),
        Look("analyst", "/incidents/{incident}/"),
    ),
    "search": (Look("caseworker", "/search/", unfold), Look("caseworker", "/search/", send, status=422)),
    "search-results": (
        Look("caseworker", "/search/{search}/", unfold),
        Look("caseworker", "/search/{waiting}/"),
    ),
}
PEERS: dict[str, tuple[Look, ...]] = {
    "accessctl:peers": (Look("supervisor", "/peers/"),),
    "accessctl:peer-new": (Look("supervisor", "/peers/new/"), Look("supervisor", "/peers/new/", send, status=422)),
    "accessctl:peer": (
        Look("supervisor", "/peers/{link}/"),
        Look("officer", "/peers/{waiting}/"),
        Look("supervisor", "/peers/{waiting}/"),
        Look("supervisor", "/peers/{keyless}/"),
        Look("focal_a", "/peers/{link}/"),
    ),
    "accessctl:peer-confirm": (Look("officer", "/peers/{waiting}/", send, status=422, lands="confirm/"),),
    "accessctl:peer-join": (Look("focal_a", "/peers/{link}/", send, status=422, lands="join/"),),
    "accessctl:peer-key": (Look("supervisor", "/peers/{link}/", follow("#theirs button"), status=422, lands="key/"),),
    "matching:peer-questions": (Look("supervisor", "/peers/questions/"), Look("focal_a", "/peers/questions/")),
    "matching:peer-ask": (
        Look("supervisor", "/peers/questions/ask/?record={case}"),
        Look("supervisor", "/peers/questions/ask/?record={case}", send, status=422),
    ),
    "matching:peer-question": (
        Look("supervisor", "/peers/questions/{said_waiting}/"),
        Look("supervisor", "/peers/questions/{said_hit}/"),
        Look("supervisor", "/peers/questions/{said_no_hit}/"),
    ),
    "matching:peer-inquiry": (Look("supervisor", "/peers/inquiries/{inquiry}/"),),
    "matching:peer-hits": (Look("supervisor", "/peers/hits/"), Look("focal_a", "/peers/hits/")),
    "matching:peer-hit": (
        Look("supervisor", "/peers/hits/{hit_open}/"),
        Look("supervisor", "/peers/hits/{hit_open}/", send, status=422),
        Look("supervisor", "/peers/hits/{hit_both}/"),
        Look("supervisor", "/peers/hits/{hit_over}/"),
    ),
}
ERASURES: dict[str, tuple[Look, ...]] = {
    "accessctl:erase": (
        Look("caseworker", "/erase/{case}/"),
        Look("caseworker", "/erase/{case}/", follow("main .btn-danger"), status=422),
        Look("supervisor", "/erase/{case}/"),
    ),
    "accessctl:erasures": (Look("officer", "/erasures/"), Look("analyst", "/erasures/")),
    "accessctl:erasure": (Look("officer", "/erasures/{gone}/", unfold),),
    "accessctl:erase-several": (
        Look("caseworker", "/erasures/several/", unfold),
        Look("caseworker", "/erasures/several/", follow("main .btn-danger"), status=422),
    ),
    "accessctl:approvals": (
        Look("supervisor", "/approvals/"),
        Look("caseworker", "/approvals/"),
        Look("analyst", "/approvals/"),
    ),
    "accessctl:approval": (
        Look("supervisor", "/approvals/{asked}/"),
        Look("supervisor", "/approvals/{asked}/", follow("[action$='/refuse/'] button"), status=422, lands="refuse/"),
        Look("caseworker", "/approvals/{asked}/"),
    ),
}
REGISTERS: dict[str, tuple[Look, ...]] = {
    "accessctl:registers": (Look("officer", "/registers/"), Look("supervisor", "/registers/")),
    "accessctl:demands": (Look("officer", "/registers/demands/"),),
    "accessctl:demand-new": (
        Look("officer", "/registers/demands/new/"),
        Look("officer", "/registers/demands/new/", send, status=422),
    ),
    "accessctl:demand": (
        Look("officer", "/registers/demands/{waiting}/"),
        Look("officer", "/registers/demands/{answered}/"),
    ),
    "accessctl:demand-answer": (
        Look("officer", "/registers/demands/{waiting}/", follow("#answer .btn-primary"), status=422, lands="answer/"),
    ),
    "accessctl:demand-telling": (
        Look(
            "officer", "/registers/demands/{answered}/", follow("#telling .btn-primary"), status=422, lands="telling/"
        ),
    ),
    "accessctl:breaches": (Look("officer", "/registers/breaches/"),),
    "accessctl:breach-new": (
        Look("officer", "/registers/breaches/new/"),
        Look("officer", "/registers/breaches/new/", send, status=422),
    ),
    "accessctl:breach": (
        Look("officer", "/registers/breaches/{breach}/"),
        Look("officer", "/registers/breaches/{late}/"),
    ),
    "accessctl:sanctions": (
        Look("officer", "/registers/sanctions/"),
        Look("supervisor", "/registers/sanctions/", follow("main .btn-danger"), status=422),
    ),
    "accessctl:yearly-counts": (Look(NOBODY, "/figures/"),),
}
REGISTRATION: dict[str, tuple[Look, ...]] = {
    "families:register": (
        Look("caseworker", "/cases/new/"),
        Look("focal_a", "/cases/new/"),
        Look("caseworker", "/cases/new/", send, status=422),
    ),
    "families:call": (Look("caseworker", "/cases/new/call/"), Look("caseworker", "/cases/new/call/", send, status=422)),
    "families:briefing": (Look("caseworker", "/cases/new/{told}/"),),
    "families:draft-consent": (
        Look("caseworker", "/cases/new/{told}/consent/"),
        Look("caseworker", "/cases/new/{told}/consent/", send, status=422),
    ),
    "families:draft-person": (
        Look("caseworker", "/cases/new/{filled}/person/", unfold),
        Look("caseworker", "/cases/new/{empty}/person/", send, status=422),
    ),
    "families:draft-delete": (
        Look("caseworker", "/cases/new/{told}/delete/"),
        Look("caseworker", "/cases/new/{rung}/delete/", send_danger, status=422),
    ),
    "families:comparison": (
        Look("caseworker", "/cases/{case}/comparison/", unfold),
        Look("caseworker", "/cases/{flagged}/comparison/", send),
    ),
    "families:edit": (
        Look("caseworker", "/cases/{flagged}/edit/"),
        Look("caseworker", "/cases/{case}/edit/", lag_behind, status=409),
    ),
    "families:consent": (
        Look("caseworker", "/cases/{case}/consent/", unfold),
        Look("caseworker", "/cases/{withdrawn}/consent/"),
        Look("caseworker", "/cases/{ending}/consent/?again=1"),
    ),
    "families:receipt": (Look("caseworker", "/cases/{case}/consent/receipt/"),),
    "families:withdraw": (
        Look("caseworker", "/cases/{case}/consent/withdraw/"),
        Look("caseworker", "/cases/{case}/consent/withdraw/?purpose=search&recipient=cso"),
    ),
    "families:statements": (
        Look("caseworker", "/cases/{case}/statements/", unfold),
        Look("caseworker", "/cases/{case}/statements/", follow("#say .btn-primary"), status=422),
        Look("caseworker", "/cases/{disputed}/statements/"),
    ),
    "families:state": (Look("caseworker", "/cases/{case}/state/", follow("main .btn-primary"), status=422),),
    "cases:left-file": (Look("caseworker", "/cases/{case}/left/"),),
    "families:safeguards": (
        Look("caseworker", "/cases/{flagged}/safeguards/", follow("#lift .btn-primary"), status=422),
        Look("supervisor", "/cases/{waiting}/safeguards/"),
        Look("caseworker", "/cases/{case}/safeguards/", follow("#allegation .btn-primary"), status=422),
    ),
    "families:ask-again": (
        Look("caseworker", "/cases/{ending}/consent/again/"),
        Look("caseworker", "/cases/{ended}/consent/again/"),
        Look("caseworker", "/cases/{case}/consent/again/"),
    ),
    "families:to-ask": (Look("caseworker", "/cases/consent/to-ask/"), Look("focal_a", "/cases/consent/to-ask/")),
    "families:invite": (
        Look("caseworker", "/cases/new/invite/"),
        Look("caseworker", "/cases/new/invite/", follow("#invite .btn-primary"), status=422),
    ),
    "families:intake": (
        Look("supervisor", "/cases/intake/"),
        Look("caseworker", "/cases/intake/?kind=call&whose=mine"),
    ),
    "families:waiting": (Look("supervisor", "/cases/feedback/waiting/"), Look("focal_a", "/cases/feedback/waiting/")),
    "families:feedback": (
        Look("caseworker", "/cases/{called}/feedback/"),
        Look("caseworker", "/cases/{case}/feedback/", follow("#talk .btn-primary"), status=422),
    ),
    "families:support": (
        Look("caseworker", "/cases/{helped}/support/"),
        Look("caseworker", "/cases/{case}/support/", follow("#need .btn-primary"), status=422),
    ),
    "families:referral": (
        Look(
            "caseworker", "/cases/{helped}/support/referral/?about={proposed}", follow("#yes .btn-primary"), status=422
        ),
        Look("caseworker", "/cases/{helped}/support/referral/?about={agreed}"),
    ),
    "families:papers": (
        Look("caseworker", "/cases/{helped}/support/papers/"),
        Look("caseworker", "/cases/{helped}/support/papers/?about={paper}"),
        Look("caseworker", "/cases/{case}/support/papers/", follow("#begin .btn-primary"), status=422),
    ),
    "families:letter": (
        Look("caseworker", "/cases/{helped}/support/letter/?about={paper}&office=fr&family=ar"),
        Look("caseworker", "/cases/{helped}/support/letter/?about={agreed}"),
    ),
    "families:transfer": (Look("caseworker", "/cases/{case}/transfer/", follow("main .btn-primary"), status=422),),
    "families:transfers": (Look("supervisor", "/cases/transfers/"), Look("caseworker", "/cases/transfers/")),
    "families:referrals": (Look("supervisor", "/cases/referrals/"),),
    "families:referred": (
        Look("supervisor", "/cases/referrals/{referred}/", follow("#answer .btn-primary"), status=422),
    ),
    "families:support-due": (Look("caseworker", "/cases/support/due/"),),
    "families:relatives": (
        Look("caseworker", "/cases/{case}/relatives/"),
        Look("caseworker", "/cases/{kin}/relatives/"),
    ),
    "families:donors": (Look("caseworker", "/cases/{case}/donors/", send, status=422),),
    "families:relative-new": (
        Look("caseworker", "/cases/{case}/relatives/new/"),
        Look("caseworker", "/cases/{case}/relatives/new/", follow("main .btn-primary"), status=422),
    ),
    "families:ways": (
        Look("caseworker", "/cases/{kin}/relatives/ways/?relative={child}"),
        Look("caseworker", "/cases/{kin}/relatives/ways/?relative={child}", send, status=422),
    ),
    "families:relative-change": (Look("caseworker", "/cases/{kin}/relatives/change/?relative={child}"),),
    "families:notification": (
        Look("caseworker", "/cases/{case}/notification/", follow("#plan .btn-primary"), status=422),
        Look("caseworker", "/cases/{kin}/notification/", follow("#telling .btn-primary"), status=422),
        Look("supervisor", "/cases/{informed}/notification/"),
        Look("supervisor", "/cases/{answered}/notification/"),
    ),
    "families:finding": (
        Look("caseworker", "/cases/{informed}/identification/"),
        Look("caseworker", "/cases/{informed}/identification/", follow("#answer .btn-primary"), status=422),
    ),
    "families:to-tell": (Look("caseworker", "/cases/identification/to-tell/"),),
    "families:wishes": (
        Look("caseworker", "/cases/{wished}/wishes/?kind=burial"),
        Look("caseworker", "/cases/{wished}/wishes/", follow("#step .btn-primary"), status=422),
        Look("caseworker", "/cases/{case}/wishes/"),
    ),
    "families:rites": (Look("imam", "/cases/rites/"),),
    "families:relative-erase": (
        Look("caseworker", "/cases/{case}/relatives/erase/"),
        Look("caseworker", "/cases/{case}/relatives/erase/", follow("main .btn-danger"), status=422),
    ),
    "families:page-codes": (
        Look("caseworker", "/cases/{case}/family-page/"),
        Look("caseworker", "/cases/{waiting}/family-page/", follow("main .btn-primary")),
    ),
    "families:rights": (
        Look("caseworker", "/cases/{case}/rights/", unfold),
        Look("caseworker", "/cases/{case}/rights/", send, status=422),
    ),
    "families:rights-waiting": (Look("caseworker", "/cases/rights/"),),
    "family:page": (
        Look(NOBODY, "/family/"),
        Look(NOBODY, "/family/", follow("main form button"), status=422),
        Look(NOBODY, "/family/", inside()),
    ),
    "family:invited": (
        Look(NOBODY, "/family/invited/"),
        Look(NOBODY, "/family/invited/", follow("main form button"), status=422),
        Look(NOBODY, "/family/invited/", invited()),
        Look(NOBODY, "/family/invited/", invited("main form[action$='/invited/'] button"), status=422),
    ),
    "family:withdraw": (
        Look(NOBODY, "/family/", inside("/family/withdraw/?use=search:own_org"), lands="/family/withdraw/"),
        Look(NOBODY, "/family/", inside("/family/withdraw/"), lands="/family/withdraw/"),
        Look(NOBODY, "/family/", inside("/family/withdraw/?use=search:cso", "main button"), lands="/family/withdraw/"),
    ),
    "family:ask": (
        Look(NOBODY, "/family/", inside("/family/ask/?kind=amend"), lands="/family/ask/"),
        Look(NOBODY, "/family/", inside("/family/ask/", "main form button"), status=422, lands="/family/ask/"),
    ),
    "family:copy": (Look(NOBODY, "/family/", inside(press="[action$='/copy/'] button"), lands="/family/copy/"),),
    "families:channels": (Look("caseworker", "/cases/{kin}/relatives/", press("[action$='/channels/'] button")),),
}
RECOVERED: dict[str, tuple[Look, ...]] = {
    "remains:list": (Look("analyst", "/remains/", unfold), Look("caseworker", "/remains/?sex=2")),
    "remains:new": (Look("analyst", "/remains/new/"),),
    "remains:draft": (
        Look("analyst", "/remains/new/{draft}/", unfold),
        Look("analyst", "/remains/new/{draft}/", send, status=422),
    ),
    "remains:draft-label": (Look("analyst", "/remains/new/{draft}/label/"),),
    "remains:detail": (
        Look("analyst", "/remains/{remains}/"),
        Look("analyst", "/remains/{bare}/"),
        Look("caseworker", "/remains/{remains}/"),
    ),
    "remains:belongings": (
        Look("analyst", "/remains/{remains}/belongings/", unfold),
        Look("analyst", "/remains/{remains}/belongings/?step=taken", send_of_nothing, status=422),
    ),
    "remains:custody": (
        Look("analyst", "/remains/{remains}/custody/", unfold),
        Look("analyst", "/remains/{bare}/custody/"),
        Look("analyst", "/remains/{remains}/custody/?step=buried", send, status=422),
    ),
    "remains:examination": (
        Look("analyst", "/remains/{remains}/examination/", unfold),
        Look("analyst", "/remains/{bare}/examination/", send),
    ),
    "remains:estimates": (Look("analyst", "/remains/{remains}/estimates/", send, status=422),),
    "remains:injuries": (Look("analyst", "/remains/{remains}/injuries/", send, status=422),),
    "samples:list": (Look("analyst", "/samples/?code=x", status=422),),
    "samples:of-source": (Look("analyst", "/samples/from/{remains}/", send, status=422),),
    "samples:sample": (
        Look("analyst", "/samples/{sample}/", unfold),
        Look("analyst", "/samples/{sample}/?step=destroyed", send, status=422),
    ),
    "matching:desk": (Look("lab", "/laboratory/", send, status=422),),
    "matching:sample-family": (Look("lab", "/samples/{gift}/family/"),),
    "matching:sample-alleles": (Look("lab", "/samples/{gift}/alleles/", send, status=422),),
    "samples:label": (Look("analyst", "/samples/{sample}/label/"),),
    "remains:inventory": (
        Look("analyst", "/remains/{remains}/inventory/", unfold),
        Look("analyst", "/remains/{bare}/inventory/", unfold),
    ),
    "remains:parts": (
        Look("analyst", "/remains/{remains}/parts/", unfold),
        Look("analyst", "/remains/{bare}/parts/", unfold),
    ),
    "remains:part-new": (Look("analyst", "/remains/part/", send, status=422),),
    "remains:images": (
        Look("analyst", "/remains/{remains}/images/", unfold),
        Look("analyst", "/remains/{bare}/images/"),
        Look("analyst", "/remains/{remains}/images/", send, status=422),
    ),
    "remains:image": (
        Look("analyst", "/remains/{remains}/images/one/?image=1", unfold),
        Look("analyst", "/remains/{remains}/images/one/?image=1", send, status=422),
        Look("analyst", "/remains/{remains}/images/one/?image=1", look_at),
    ),
    "remains:plots": (Look("analyst", "/remains/{bare}/custody/grave/", status=404),),
    "remains:worksheet": (Look("analyst", "/remains/worksheet/"),),
    "remains:storage": (Look("analyst", "/remains/storage/", send, status=422),),
    "remains:storage-place": (
        Look("analyst", "/remains/storage/", follow("main a[href*='/remains/storage/MKP']"), lands="storage/MKP"),
    ),
    "remains:hand-over": (
        Look("analyst", "/remains/hand-over/?ref={remains}"),
        Look("analyst", "/remains/hand-over/", follow("#wanted .btn-primary"), status=422),
    ),
    "remains:together": (
        Look("analyst", "/remains/together/?ref={remains}&ref={bare}"),
        Look("analyst", "/remains/together/?step=stored&ref={remains}&ref={bare}", send, status=422),
    ),
    "remains:edit": (
        Look("analyst", "/remains/{remains}/edit/"),
        Look("analyst", "/remains/{remains}/edit/", lag_behind, status=409),
    ),
    "remains:forensic": (
        Look("analyst", "/remains/{remains}/", follow("[action$='/forensic/'] button"), lands="forensic/"),
    ),
    "remains:incident-link": (
        Look("analyst", "/remains/{bare}/", follow("[action$='/incidents/link/'] button"), status=422, lands="link/"),
    ),
    "remains:label": (Look("analyst", "/remains/{remains}/label/"),),
}
COMPARED: dict[str, tuple[Look, ...]] = {
    "matching:images": (
        Look("analyst", "/pairs/{pair}/images/"),
        Look("analyst", "/pairs/{pair}/images/", send, status=422),
    ),
    "matching:case-kinship": (Look("caseworker", "/cases/{case}/kinship/"),),
    "matching:pairs": (
        Look("caseworker", "/pairs/", unfold),
        Look("analyst", "/pairs/?state=excluded"),
        Look("officer", "/pairs/"),
    ),
    "matching:pair": (
        Look("caseworker", "/pairs/{pair}/"),
        Look("analyst", "/pairs/{pair}/"),
        Look("focal_b", "/pairs/{other}/"),
        Look("caseworker", "/pairs/{twin}/"),
        Look("tracer", "/pairs/{living}/"),
    ),
    "matching:review": (
        Look("analyst", "/pairs/{other}/", follow("#decide .btn-primary"), status=422, lands="review/"),
    ),
    "matching:identification": (
        Look("analyst", "/pairs/{hypothesis}/identification/"),
        Look("analyst", "/pairs/{hypothesis}/identification/", follow("#draw .btn-primary"), status=422),
        Look("analyst", "/pairs/{drawn}/identification/"),
        Look("analyst", "/pairs/{identified}/identification/"),
    ),
    "matching:issued": (
        Look("analyst", "/remains/{settled}/identification/"),
        Look("analyst", "/remains/{settled}/identification/", follow("#revoke .btn-danger"), status=422),
        Look("caseworker", "/remains/{settled}/identification/"),
    ),
    "matching:release": (
        Look("analyst", "/remains/{settled}/release/"),
        Look("caseworker", "/remains/{settled}/release/", follow("#pass .btn-primary"), status=422),
    ),
    "matching:case-ranking": (Look("caseworker", "/cases/{case}/ranking/"),),
    "matching:duplicate-ranking": (Look("caseworker", "/cases/{case}/duplicates/ranking/"),),
    "matching:remains-ranking": (Look("analyst", "/remains/{remains}/ranking/"),),
    "matching:parts-ranking": (Look("analyst", "/remains/{remains}/same-person/ranking/"),),
    "matching:living-ranking": (Look("tracer", "/whereabouts/{alive}/ranking/"),),
    "cases:living-list": (Look("tracer", "/whereabouts/"),),
    "cases:if-missing": (
        Look(NOBODY, "/if-i-go-missing/"),
        Look(NOBODY, "/if-i-go-missing/", send, status=422),
    ),
    "cases:not-missing": (
        Look(NOBODY, "/not-missing/", unfold),
        Look(NOBODY, "/not-missing/", send, status=422),
        Look(NOBODY, "/not-missing/?sent=1"),
    ),
    "cases:living-import": (
        Look("tracer", "/whereabouts/import/", unfold),
        Look("tracer", "/whereabouts/import/", send, status=422),
        Look("tracer", "/imports/{list}/"),
    ),
    "cases:living-new": (
        Look("tracer", "/whereabouts/new/", unfold),
        Look("tracer", "/whereabouts/new/", send, status=422),
    ),
    "cases:living": (Look("tracer", "/whereabouts/{alive}/"),),
    "cases:living-edit": (Look("tracer", "/whereabouts/{alive}/edit/"),),
    "cases:living-step": (
        Look("tracer", "/whereabouts/{alive}/", follow("#step button[type=submit]"), status=422, lands="steps/"),
    ),
    "cases:living-wish": (
        Look("tracer", "/whereabouts/{alive}/", follow("#wish button[type=submit]"), status=422, lands="wish/"),
    ),
    "matching:runs": (Look("administrator", "/comparisons/"),),
    "matching:weights": (Look("administrator", "/weights/"),),
    "matching:weights-version": (Look("administrator", "/weights/{weights}/"),),
    "cases:detail": (Look("caseworker", "/cases/{case}/"),),
    "remains:detail": (Look("analyst", "/remains/{remains}/"),),
}
EVENTS: dict[str, tuple[Look, ...]] = {
    "cases:event-list": (Look("analyst", "/events/"), Look("focal_b", "/events/")),
    "cases:event-promote": (
        Look("analyst", "/incidents/{incident}/event/"),
        Look("analyst", "/incidents/{incident}/event/", send, status=422),
    ),
    "cases:event": (
        Look("analyst", "/events/{event}/", unfold),
        Look("focal_a", "/events/{event}/"),
        Look("tracer", "/events/{event}/", unfold),
    ),
    "cases:event-people": (
        Look("analyst", "/events/{event}/people/"),
        Look("analyst", "/events/{event}/people/?entry={heard}"),
        Look("analyst", "/events/{event}/people/", send, status=422),
    ),
    "cases:am-file": (
        Look("caseworker", "/cases/{case}/am-file/"),
        Look("caseworker", "/cases/{case}/am-file/", send),
    ),
    "remains:pm-file": (Look("analyst", "/remains/{remains}/pm-file/", send),),
    "cases:event-people-list": (
        Look("analyst", "/events/{event}/people/list/"),
        Look("analyst", "/events/{event}/people/list/", send, status=422),
    ),
    "matching:event-files": (Look("analyst", "/events/{event}/files/"),),
    "matching:event-papers": (Look("analyst", "/events/{event}/files/paper/?side=pm"),),
    "matching:event-board": tuple(
        Look("analyst", f"/events/{{event}}/board/?view={view}")
        for view in ("suggestion", "pairs", "open", "conflicts")
    ),
    "matching:event-report": (Look("analyst", "/events/{event}/report/"),),
}
PARTS: dict[str, tuple[stages.Maker, dict[str, tuple[Look, ...]]]] = {
    "site": (stages.site, SITE),
    "requests": (stages.requests, REQUESTS),
    "agreements": (stages.agreements, AGREEMENTS),
    "peers": (stages.linked, PEERS),
    "erasures": (stages.erasures, ERASURES),
    "registers": (stages.registers, REGISTERS),
    "cases": (stages.cases, CASES),
    "registration": (stages.registration, REGISTRATION),
    "remains": (stages.recovered, RECOVERED),
    "matching": (stages.compared, COMPARED),
    "events": (stages.worked, EVENTS),
}

_ACT = "an act: it answers with another address, and draws the page it was sent from when refused"
_PART = "a part of a page, looked at within it"
_FILE = "a file"
_MACHINE = "for programs"
NOT_PAGES: dict[str, str] = {
    **dict.fromkeys(
        (
            "site:language", "site:session-extend", "accessctl:demo-sign-in", "accessctl:failed-work-again",
            "accessctl:disclosure-assign", "accessctl:disclosure-take-back", "accessctl:disclosure-end",
            "accessctl:emergency-end",
            "accessctl:recall-answer", "accessctl:session-end", "mfa_login_webauthn", "accessctl:agreement-sign",
            "accessctl:agreement-resume", "accessctl:organisation-restore",
            "accessctl:peer-act", "accessctl:webhook-end", "accessctl:webhook-again", "accessctl:member-restore",
            "accessctl:member-invite-again", "families:given-end", "family:leave",
            "family:lift",
            "accessctl:breach-note", "accessctl:sanction-lift", "accessctl:approval-approve",
            "accessctl:approval-refuse", "accessctl:approval-take-back",
            "families:draft-save",
            "families:draft-photo", "cases:import-decide",
            "cases:incident-unlink", "cases:import-save", "cases:import-discard",
            "cases:import-columns", "cases:import-undo", "matching:tell", "cases:living-claim",
            "search-again", "search-save", "search-delete", "remains:draft-save", "remains:draft-delete",
            "remains:incident-unlink", "remains:image-remove", "cases:image-remove", "remains:image-told",
            "cases:image-told",
            "families:signed-paper-remove",
            "matching:open-pair", "matching:withdraw", "matching:laboratory",
            "matching:run-steer", "matching:weights-steer",
        ),
        _ACT,
    ),
    **dict.fromkeys(
        (
            "accessctl:work-disclosures", "accessctl:work-agreements", "accessctl:work-approvals", "cases:work-events",
            "families:work-drafts",
            "families:work-to-ask", "families:work-to-tell", "families:work-waiting", "cases:import-progress",
            "search-waiting",
            "remains:work-drafts", "remains:work-graves", "remains:work-hand-overs", "remains:of-incident",
            "matching:evidence", "matching:case-pairs", "matching:case-duplicates", "matching:remains-pairs",
            "matching:remains-parts",
            "matching:work-pairs", "matching:work-hits", "matching:run-progress", "matching:event-board-progress",
        ),
        _PART,
    ),
    **dict.fromkeys(
        (
            "site:service-worker", "site:manifest", "cases:photo", "cases:import-refused", "families:import-template",
            "remains:import-template", "remains:label-pdf", "remains:labels-pdf",
            "remains:draft-label-pdf", "mfa_download_recovery_codes", "families:finding-copy",
            "matching:identification-report", "matching:belongings",
        ),
        _FILE,
    ),
    **dict.fromkeys(
        (
            "site:health-live", "site:health-ready", "accessctl:journal-heads", "accessctl:journal-consistency",
            "api:schema",
        ),
        _MACHINE,
    ),
    "api:docs": "the page of Swagger UI, which is not ours",
    "account_confirm_login_code": "signing in by a code is off: it leads to the sign-in page",
    "accessctl:go-on": "it sends on by itself what waited: test_signin follows it",
}  # fmt: skip
MACHINE_PREFIX = "api:"

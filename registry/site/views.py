"""Home, my work, help, and the few addresses the interface itself needs.

The sections of "my work" come by address from the apps that own them; this module reads no record.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from zlib import crc32

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from accessctl import failed
from accessctl.codes import Role
from accessctl.middleware import ActorRequest
from accessctl.policies import ADMINISTRATORS, ANSWERABLE, JOURNAL_READERS
from accessctl.roles import ROLES
from accessctl.signin.sessions import ends_at, renew
from cases.policies import ASSIGNED, FINDERS
from cases.policies import REGISTRANTS as CASE_REGISTRANTS
from remains.policies import FORENSIC, SAMPLERS
from remains.policies import REGISTRANTS as REMAINS_REGISTRANTS
from remains.services.storage import KEEPERS

OFFLINE_FILES = (
    "npm/bootstrap/bootstrap.min.css",
    "npm/bootstrap/bootstrap.rtl.min.css",
    "app/app.css",
    "app/icon.svg",
)


@dataclass(frozen=True)
class Section:
    """One section of "my work" for these roles: an address that answers with a fragment, and the page behind it."""

    id: str
    title: str | Promise
    fragment: str
    page: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Lead:
    """A place that some roles start from, of which nothing waits: what it is, in a sentence, and the way there."""

    id: str
    title: str | Promise
    text: str | Promise
    page: str
    button: str | Promise
    roles: frozenset[Role]


CASE_WORKERS = frozenset({Role.CASEWORKER, Role.SUPERVISOR})  # who serve families
# Tracing officers review pairs with people found alive, and no others.
REVIEWERS = frozenset(role for role, rule in ROLES.items() if rule.reviews) | {Role.TRACING_OFFICER}
SECTIONS: tuple[Section, ...] = (
    Section("waiting", _("Families that wait to hear"), "families:work-waiting", "families:waiting", CASE_REGISTRANTS),
    Section("to-tell", _("Families to be told in person"), "families:work-to-tell", "families:to-tell", CASE_WORKERS),
    Section("consent", _("Consent to ask for again"), "families:work-to-ask", "families:to-ask", CASE_REGISTRANTS),
    Section("pairs", _("New candidate pairs"), "matching:work-pairs", "matching:pairs", REVIEWERS),
    Section("requests", _("Requests to see more"), "accessctl:work-disclosures", "accessctl:disclosures", ANSWERABLE),
    Section("agreements", _("Agreements"), "accessctl:work-agreements", "accessctl:agreements", ANSWERABLE),
    Section(
        "approvals", _("To approve"), "accessctl:work-approvals", "accessctl:approvals", ANSWERABLE | ADMINISTRATORS
    ),
    Section("hits", _("Hits in other registries"), "matching:work-hits", "matching:peer-hits", ANSWERABLE),
    Section("events", _("Invitations to events"), "cases:work-events", "cases:event-list", ANSWERABLE),
    Section("drafts", _("Drafts of cases"), "families:work-drafts", "families:register", CASE_REGISTRANTS),
    Section("remains", _("Drafts of remains"), "remains:work-drafts", "remains:new", REMAINS_REGISTRANTS),
    Section("hand-overs", _("Hand-overs of remains"), "remains:work-hand-overs", "remains:worksheet", KEEPERS),
    Section("graves", _("Graves whose lease ends"), "remains:work-graves", "remains:worksheet", FORENSIC),
)
LEADS: tuple[Lead, ...] = (
    Lead(
        "referred", _("Families referred to you"), _("What each family agreed to have told, and your answer."),
        "families:referrals", _("Open the list"), frozenset({Role.PSYCHOSOCIAL_WORKER}),
    ),
    Lead(
        "by-name", _("Cases given to you"), _("You read the cases that were given to you by name, and no others."),
        "cases:list", _("Open the list"), ASSIGNED,
    ),
    Lead(
        "rites", _("Rites"), _("Rite, place and time of burials that families asked your organisation to lead."),
        "families:rites", _("Open the list"), frozenset({Role.FAITH_LEADER}),
    ),
    Lead(
        "remains-kept", _("Remains in your care"), _("You see that they are recorded, not what examiners found."),
        "remains:list", _("Open the list"), frozenset({Role.MORGUE_CLERK}),
    ),
    Lead(
        "samples", _("Samples"), _("What was taken for testing, by its code: where it is, and what a laboratory owes."),
        "samples:list", _("Open the list"), SAMPLERS | {Role.GENETIC_LAB},
    ),
    Lead(
        "living", _("People found alive"), _("Reports, and the way to each person, who alone decides what is told."),
        "cases:living-list", _("Open the list"), FINDERS,
    ),
    Lead(
        "organisations", _("Organisations"), _("Admit organisations; shut one, or one of its people, out at once."),
        "accessctl:organisations", _("Open the directory"), ADMINISTRATORS,
    ),
    Lead(
        "runs", _("Compare everything anew"), _("Begin a run over all records, and see how far it has come."),
        "matching:runs", _("Open the runs"), ADMINISTRATORS,
    ),
    Lead(
        "journal", _("Journal"), _("Who read or changed which record, when and for which purpose."),
        "accessctl:journal", _("Open the journal"), JOURNAL_READERS,
    ),
)  # fmt: skip


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the registry is and for whom; who is signed in goes to their work."""
    if request.user.is_authenticated:
        return redirect("site:work")
    return render(request, "site/home.html")


@require_safe
@login_required
def work(request: ActorRequest) -> HttpResponse:
    """What waits for this person: sections that arrive by themselves, each also a link."""
    roles = request.actor.roles
    return render(
        request,
        "site/work.html",
        {
            "sections": [section for section in SECTIONS if section.roles & roles],
            "may_register": bool(CASE_REGISTRANTS & roles),
            "may_log_remains": bool(REMAINS_REGISTRANTS & roles),
            "leads": [lead for lead in LEADS if lead.roles & roles],
            "failed": failed.count(request.actor) if roles & ANSWERABLE else 0,
        },
    )


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How the registry works, in plain words."""
    return render(request, "site/help.html")


@require_POST
@login_required
@never_cache
def session_extend(request: HttpRequest) -> HttpResponse:
    """Start the session's time again; the answer says when it ends now."""
    renew(request, at_once=True)
    return JsonResponse({"until": int(ends_at(request).timestamp())})


@require_safe
@cache_control(max_age=3600, public=True)
def offline(request: HttpRequest) -> HttpResponse:
    """The one page kept for when there is no connection; it holds no data."""
    return HttpResponse(render_to_string("site/offline.html"))


@require_safe
@cache_control(max_age=0, no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root so that it may answer for every page; static files and one page only."""
    files = [staticfiles_storage.url(name) for name in OFFLINE_FILES]
    known = {
        "version": crc32("".join(files).encode()),
        "static": settings.STATIC_URL,
        "offline": reverse("site:offline"),
        "files": files,
    }
    body = render_to_string("site/service-worker.js", {"settings": json.dumps(known)})
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(max_age=86400, public=True)
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest."""
    icon = {"src": staticfiles_storage.url("app/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": gettext("Missing Migrants Registry"),
            "short_name": gettext("Registry"),
            "start_url": reverse("site:home"),
            "display": "browser",
            "background_color": "#f7f5f1",
            "theme_color": "#12343b",
            "icons": [icon],
        },
        content_type="application/manifest+json",
    )

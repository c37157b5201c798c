"""The mail that lets somebody choose their first password.  It names the organisation and nobody else.

Where no mail server takes it, it is owed: it waits in the database and goes out when one does, and after some attempts
it stands among the work that failed, where people send it on.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import effects
from accessctl.models import Account, Effect, Membership, Organisation
from registry.lib import faults
from registry.lib.ids import uuid7

logger = logging.getLogger(__name__)
KIND, AT_MOST = "invitation.mail", 20
effects.entitle({KIND: gettext_lazy("An invitation is sent by mail")})


class NotTaken(Exception):
    """No mail server took an invitation; it stays owed."""


def path_of(account: Account) -> str:
    """Where somebody chooses their first password; it works once."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)},
    )


def send(origin: str, account: Account, organisation: Organisation) -> bool:
    """Send it in the language of who is invited; False if no mail server took it.  origin: `https://host`."""
    with translation.override(account.language):
        context = {"organisation": organisation.name, "link": f"{origin}{path_of(account)}"}
        message = EmailMessage(
            subject=_("You are invited to the Missing Migrants Registry"),
            body=render_to_string("accessctl/organisations/invitation.txt", context),
            to=[account.email],
        )
    try:
        return bool(message.send())
    except (SMTPException, OSError) as error:
        logger.warning("an invitation was not sent: %s", faults.name_of(error))
        return False


def tell(request: HttpRequest, account: Account, organisation: Organisation) -> None:
    """Send the invitation to who has no password yet, and say on the next page what became of it."""
    if account.has_usable_password():
        messages.success(request, _("They have the role now; they sign in as before."))
        return
    origin = request.build_absolute_uri("/").rstrip("/")
    if send(origin, account, organisation):
        messages.success(request, _("They are invited by mail. The link in it works once."))
    else:
        effects.owe(KIND, f"{KIND}:{uuid7()}", account=str(account.pk), organisation=organisation.ref, origin=origin)
        messages.warning(
            request,
            _("They are entered, but no mail could be sent now. It waits, and goes out when the mail server answers."),
        )


def send_waiting() -> int:
    """Send what waits; how many invitations a mail server took."""
    sent = 0
    for _turn in range(AT_MOST):
        # One lease each: a server that takes its time over some must not let another worker write to the rest as well.
        if not (taken := effects.lease(KIND)):
            break
        with effects.edge(taken):
            sent += _send_owed(*taken)
    return sent


def _send_owed(effect: Effect) -> int:
    """Nobody is written to who has chosen a password meanwhile, or is shut out of where they came.  Raises NotTaken."""
    held, sent = effect.payload, 0
    rows = Membership.objects.standing().filter(account=held["account"], organisation__ref=held["organisation"])
    row = rows.select_related("account", "organisation").first()
    if row is not None and not row.account.has_usable_password():
        if not send(held["origin"], row.account, row.organisation):
            raise NotTaken()
        sent = 1
    effects.done(effect)
    return sent

"""The mail that lets somebody choose their first password.  It names the organisation and nobody else."""

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

from accessctl.models import Account, Organisation
from registry.lib import faults

logger = logging.getLogger(__name__)


def path_of(account: Account) -> str:
    """Where somebody chooses their first password; it works once."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)},
    )


def send(request: HttpRequest, account: Account, organisation: Organisation) -> bool:
    """Send it in the language of who is invited; False if no mail server took it."""
    with translation.override(account.language):
        context = {"organisation": organisation.name, "link": request.build_absolute_uri(path_of(account))}
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
    elif send(request, account, organisation):
        messages.success(request, _("They are invited by mail. The link in it works once."))
    else:
        messages.warning(request, _("They are entered, but no mail could be sent. Send the invitation again later."))

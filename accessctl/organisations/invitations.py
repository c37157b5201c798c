"""The mail that lets somebody choose their first password.  It names the organisation and nobody else."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
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

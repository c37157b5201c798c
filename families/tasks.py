"""Background work on consents: what time does to them."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import InterfaceError, OperationalError

from accessctl.actor import Actor
from families import services
from families.services.standing import JOB
from registry.lib import faults
from registry.lib.errors import Unavailable

logger = logging.getLogger(__name__)


@shared_task
def follow_clock() -> int:
    """By the clock: consents that ended or come near their end.  One case that fails does not hold up the others."""
    actor, done = Actor.system_job(JOB), 0
    for ref in list(services.waiting_for_the_clock(actor)):
        try:
            services.follow_clock(actor, ref)
            done += 1
        except (Unavailable, OperationalError, InterfaceError):
            raise  # the next turn finds them all again
        except Exception as error:  # noqa: BLE001 - recorded; the case stays closed to others and is tried again
            logger.error("the consents of %s could not follow the clock: %s", ref, faults.name_of(error))
    return done

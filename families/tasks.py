"""Background work by the clock: on consents, and on drafts that nobody touches."""

from __future__ import annotations

import logging

from celery import shared_task

from accessctl.actor import Actor
from accessctl.deciding import UNDECIDED
from cases.services.importing import JOB as IMPORT_JOB
from families import services
from families.services import expiring, intake
from families.services.donors import JOB
from registry.lib import faults

logger = logging.getLogger(__name__)


@shared_task
def follow_clock() -> int:
    """By the clock: consents that ended or come near their end.  One case that fails does not hold up the others."""
    actor, done = Actor.system_job(JOB), 0
    for ref in list(services.waiting_for_the_clock(actor)):
        # One that fails stays closed to others and is tried again; without a database the next turn finds them all.
        with faults.contained(logger, f"following the clock by the consents of {ref}", UNDECIDED):
            services.follow_clock(actor, ref)
            done += 1
    return done


@shared_task
def warn_of_drafts() -> int:
    """Say of drafts that they go soon; none goes before."""
    return intake.warn_of_drafts()


@shared_task
def end_expired() -> int:
    """Take away what partners lent for a time that is over."""
    return expiring.end_expired(Actor.system_job(IMPORT_JOB))

"""Background work on samples.  A message says only that there may be work; PostgreSQL says which."""

from __future__ import annotations

from celery import shared_task

from remains.services import genetics


@shared_task
def forget_alleles() -> int:
    """By the clock: alleles of donors who took their consent back."""
    return genetics.forget_stopped()

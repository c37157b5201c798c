"""Runs that compare every record anew: how far each has come.  Counts only, nothing of a record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.rings import Ring
from cases.vocabulary.coded import CodeField, one_of
from matching.codes import OPEN_RUNS, RematchState, RematchStep
from registry.lib.ids import new_ref, uuid7


def run_ref() -> str:
    return new_ref("MRN")


class Rematch(models.Model):
    """One run.  `cursor` is the last reference that a chunk was cut for in the present step, `size` how many records
    the next chunk takes; `step_at` and `step_from` say when the present pace began and how much was done then.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True, default=run_ref, editable=False)
    state = CodeField(_("State"), codes=RematchState, default=RematchState.RUNNING)
    is_open = models.BooleanField(default=True)  # running or paused: there is one such run at most
    step = CodeField(_("Step"), codes=RematchStep)
    version = models.CharField(max_length=40)  # of the weights
    records = models.PositiveIntegerField()  # when it began
    cursor = models.CharField(max_length=20, blank=True)
    size = models.PositiveIntegerField()
    cut = models.PositiveIntegerField(default=0)  # chunks so far, of which `chunks` are done
    chunks = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    compared = models.PositiveIntegerField(default=0)
    pairs_new = models.PositiveIntegerField(default=0)
    pairs_renewed = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(_("Began"), default=timezone.now)
    step_at = models.DateTimeField(default=timezone.now)
    step_from = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(_("Ended"), null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["-began_at"], name="rematch_list")]
        constraints = [
            models.UniqueConstraint(fields=["is_open"], condition=Q(is_open=True), name="rematch_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=OPEN_RUNS, ended_at=None)
                | (Q(is_open=False, ended_at__isnull=False) & ~Q(state__in=OPEN_RUNS)),
                name="rematch_open_until_ended",
            ),
            *one_of("rematch", state=RematchState, step=RematchStep),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def done(self) -> int:
        """Records done in the present step."""
        return self.read if self.step == RematchStep.READING else self.compared

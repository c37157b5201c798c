"""What erasing does here: the rows of a case's rings go with it, and a relative alone goes by the service."""

from accessctl.erasure.steps import Derived, Step, register
from cases.models import Case
from families.services import erasing
from families.services.transferring import count_offers, end_offers

__all__ = ["erasing"]

register(Case, Step(Derived.QUEUED, count_offers, end_offers))

"""What erasing does here: the rows of a case's rings go with it, and a relative alone goes by the service."""

from families.services import erasing

__all__ = ["erasing"]

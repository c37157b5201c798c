"""What every code list has in common: its name in the dictionary, and which codes a ring may hold.

Codes are stored, sent and never reused; labels are translated and may be reworded at any time.
"""

from __future__ import annotations

from django.db import models


class CodeList(models.TextChoices):
    """Base of the code lists.  The docstring of a list starts with its name in the dictionary, such as `CL-MARK:`."""


def list_name(codes: type[models.Choices]) -> str:
    """The dictionary's name of a list (`CL-MARK`), or the class name of one the dictionary writes out in place."""
    head = (codes.__doc__ or "").partition(":")[0]
    return head if head.startswith("CL-") else codes.__name__

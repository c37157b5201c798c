"""What a new password may not be: one that everybody uses, in disguise, or words that anybody would try first here.

Length, and likeness to the person's own name, are Django's to check.  Which signs it is made of is nobody's business.
`docs/operations.md` tells people and operators the same.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accessctl.models import Membership

OWN_WORDS = (
    "caseworker", "forensic", "missing", "migrant", "password", "registry", "remains", "supervisor", "tracing",
    "welcome",
)  # fmt: skip
LEFT = 8  # letters and digits that have to be there beside them
SHORTEST_WORD = 4
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_APART = re.compile(r"[\W_]+")


class UsualInDisguise(CommonPasswordValidator):
    """Refuses the usual passwords, also with figures and signs around them, and two of them in a row."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.lower().strip()
        bare = _AROUND.sub("", plain)
        halves = ((bare[:cut], bare[cut:]) for cut in range(SHORTEST_WORD, len(bare) - SHORTEST_WORD + 1))
        if {plain, bare} & self.passwords or any({*both} <= self.passwords for both in halves):
            raise ValidationError(
                _("This is among the first passwords that somebody would try. Use four words that nobody expects."),
                code="password_too_common",
            )

    def get_help_text(self) -> Any:
        return _("Not a password that many people use, nor one with figures added.")


class OwnWords:
    """Refuses passwords with little beside words of the registry, its addresses and the person's organisation."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = rest = _folded(password)
        for word in sorted(own_words(user), key=len, reverse=True):
            rest = rest.replace(word, " ")
        if rest != plain and len(_APART.sub("", rest)) < LEFT:
            raise ValidationError(
                _("Words of this registry and of your organisation are guessed first. Use four words of your own."),
                code="password_of_own_words",
            )

    def get_help_text(self) -> Any:
        return _("Not made of the names of this registry or of your organisation.")


def own_words(user: Any) -> set[str]:
    """The words that a password of this person may not be made of."""
    names = [*OWN_WORDS, settings.DEPLOYMENT, *settings.ALLOWED_HOSTS]
    if getattr(user, "pk", None):
        names += Membership.objects.filter(account=user).values_list("organisation__name", flat=True)
    words = {word for name in names for word in _APART.split(_folded(name))}
    return {word for word in words if len(word) >= SHORTEST_WORD}


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()

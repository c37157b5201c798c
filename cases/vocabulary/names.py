"""A name of a person, as written and as scored.

One row is one spelling in one script; a person has as many as are known.  A full name is stored whole: nothing here
splits it.  Parts are filled in only when somebody says which word is which.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.sealed import SealedJSON, SealedText
from cases.codes import NameKind, NameOrder, SpellingConfidence, Transliteration
from cases.vocabulary.coded import CodeField, LanguageField, one_of


class PersonName(RingRow):
    """One name of a person: in its own script, with its Latin form and the parents' names that tell namesakes apart."""

    kind = asked(
        CodeField(_("Kind of name"), codes=NameKind, default=NameKind.MAIN),
        why=_("Which kind of name"), sets="B", std="Prim NamUs*", code_list="CL-NAMEKIND",
    )  # fmt: skip
    full_original = asked(
        SealedText(_("Name as you write it"), max_length=200),
        why=_("So we look for the right person"), sets="B", std="PFIF Prim Ant",
    )  # fmt: skip
    # ISO 15924; found from the text, may be corrected.
    script = models.CharField(_("Script"), max_length=4, null=True, blank=True)
    language = LanguageField(_("Language of the name"), null=True, blank=True)
    order = CodeField(_("Order of the parts"), codes=NameOrder, default=NameOrder.UNKNOWN)
    given = asked(
        SealedJSON(_("Given names"), null=True, blank=True),
        why=_("First name or names"), sets="S", std="PFIF NamUs Prim DVI*",
    )  # fmt: skip
    family = asked(
        SealedJSON(_("Family names"), null=True, blank=True),
        why=_("Family name or names"), sets="S", std="PFIF NamUs",
    )  # fmt: skip
    father_name = asked(
        SealedText(_("Father's name"), max_length=120, null=True, blank=True),
        why=_("Tells apart people with the same name"), sets="B", std="Ant Eden DVI*",
    )  # fmt: skip
    grandfather_name = asked(
        SealedText(_("Grandfather's name"), max_length=120, null=True, blank=True),
        why=_("Tells apart people with the same name"), sets="S", std="Eden",
    )  # fmt: skip
    mother_name = asked(
        SealedText(_("Mother's name"), max_length=120, null=True, blank=True),
        why=_("Tells apart people with the same name"), sets="B", std="Ant Eden FUB*",
    )  # fmt: skip
    latn = SealedText(_("Latin spelling"), max_length=200, null=True, blank=True)
    translit_scheme = CodeField(_("Origin of the Latin spelling"), codes=Transliteration, null=True, blank=True)
    spelling_confidence = asked(
        CodeField(
            pgettext_lazy("name", "How sure the spelling is"), codes=SpellingConfidence, null=True, blank=True
        ),
        why=_("A heard spelling is searched more widely"), sets="S", std="Ant",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        abstract = True
        constraints = [
            *one_of(
                "%(class)s",
                kind=NameKind,
                order=NameOrder,
                translit_scheme=Transliteration,
                spelling_confidence=SpellingConfidence,
            ),
            models.CheckConstraint(
                condition=models.Q(script__regex="^[A-Z][a-z]{3}$"), name="%(class)s_script_code"
            ),
        ]  # fmt: skip

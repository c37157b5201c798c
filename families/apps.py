"""The app of relatives, their channels and their consent."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class FamiliesConfig(AppConfig):
    name = "families"
    verbose_name = _("Families")

    def ready(self) -> None:
        from cases import tellers
        from cases.services.telling import heed
        from families import papers
        from families.selectors import tellers_of
        from families.services.standing import write_effect

        checks.register(papers.check)
        heed(write_effect)  # who is kept out of a case follows from its state
        tellers.tell(tellers_of)

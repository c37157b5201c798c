"""The app of unidentified remains."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemainsConfig(AppConfig):
    name = "remains"
    verbose_name = _("Remains")

    def ready(self) -> None:
        from cases import donated
        from remains.samples.given import given_by

        donated.tell(given_by)

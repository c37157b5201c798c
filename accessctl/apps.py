"""Access control: people, organisations, agreements, the door, the vault, the journal, sign-in."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "accessctl"

    def ready(self) -> None:
        # Registers the system checks that stop the start: a model without a ring, a record without a policy.
        from accessctl import checks, policies  # noqa: F401

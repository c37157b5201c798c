#!/usr/bin/env python
"""Django's command line for the registry."""

import os
import secrets
import sys

from django.core.management import execute_from_command_line

from registry.embedded.layout import Layout

# These read files and nothing else: no registry need be set up for them, no server is asked, no key opens anything.
ALONE = ("evaluate_matching", "evaluate_names", "familias_tables", "kinship_family", "kinship_lr")


def stand_alone() -> None:
    """Fill in whatever the environment does not say, with a secret that lives as long as this process."""
    places = Layout.default().environment()
    for secret in ("REGISTRY_SECRET_KEY", "REGISTRY_ROOT_KEY"):
        del places[f"{secret}_FILE"]
        if f"{secret}_FILE" not in os.environ:
            os.environ.setdefault(secret, secrets.token_hex(32))
    for name, value in places.items():
        os.environ.setdefault(name, value)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
    if sys.argv[1:2] and sys.argv[1] in ALONE:
        stand_alone()
    execute_from_command_line(sys.argv)

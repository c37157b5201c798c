"""WSGI entry point for gunicorn, which runs no system checks of its own: they stop the start here."""

import os

from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
application = get_wsgi_application()
BaseCommand().check()  # a model without a ring, a root without a policy, a missing key

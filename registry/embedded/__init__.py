"""PostgreSQL and Valkey from PyPI wheels, and the supervisor that runs the whole registry under one command.

This package knows processes, sockets and folders. It knows nothing of records, and imports no app: the rest of the
registry is reached through `manage.py`, gunicorn and celery, as in production.
"""

"""Matching: the pure engine, the index in the worker's memory, candidate pairs and their review."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from matching import policies  # noqa: F401 - registers the policies with the door

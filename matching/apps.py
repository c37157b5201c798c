"""Matching: the pure engine, the index in the worker's memory, candidate pairs and their review."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

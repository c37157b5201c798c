"""Every address of the registry, and the sentence that says who may use it.

A new address fails `test_routes` until somebody writes its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver


def walk() -> Iterator[tuple[str, str]]:
    """(name with its namespace, pattern) of every address."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, namespace: str) -> Iterator[tuple[str, str]]:
    for item in patterns:
        if isinstance(item, URLPattern):
            yield f"{namespace}:{item.name}" if namespace else str(item.name), prefix + str(item.pattern)
        else:
            inner = f"{namespace}:{item.namespace}" if namespace and item.namespace else item.namespace or namespace
            yield from _walk(item.url_patterns, prefix + str(item.pattern), inner)

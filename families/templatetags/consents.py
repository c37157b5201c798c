"""A consent's limits in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from families.codes import CountryScope
from registry.lib.world import country_name

register = template.Library()


@register.filter
def limits(standing: Any, names: Mapping[str, str]) -> list[str]:
    """Whom one consent names or leaves out; names: of organisations, by reference."""
    return [sentence % {"names": " · ".join(told)} for sentence, told in _said(standing, names) if told]


def _said(standing: Any, names: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    countries = [country_name(code) for code in standing.countries]
    only = standing.country_scope == CountryScope.ONLY
    yield _("Only in: %(names)s"), countries if only else []
    yield _("Not in: %(names)s"), [] if only else countries
    yield _("Only: %(names)s"), [names[ref] for ref in standing.only if ref in names]
    yield _("Not: %(names)s"), [names[ref] for ref in standing.without if ref in names]

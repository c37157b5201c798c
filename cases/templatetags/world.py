"""Names of countries and languages in the reader's language."""

from django import template

from registry.lib.world import country_name, language_name

register = template.Library()
register.filter("country", country_name)
register.filter("language", language_name)

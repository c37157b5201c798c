"""Names of countries and languages in the reader's language, and counts with their thousands set apart."""

from django import template
from django.utils.formats import number_format

from registry.lib.world import country_name, language_name

register = template.Library()
register.filter("country", country_name)
register.filter("language", language_name)


@register.filter
def counted(number: int) -> str:
    """A count: 6249 as 6 249."""
    return number_format(number, force_grouping=True)

"""Template tags of the interface: where we are, panels with a slot, figures that stay readable in every direction.

Formatting only: no tag reads a record or decides what may be shown.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from registry.lib.world import country_name

register = template.Library()
register.filter("country_name", country_name)


@register.filter
def direction(text: str) -> str:
    """The direction of a text by its first letter that has one: for papers, whose engine knows no `dir="auto"`."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L" else "ltr"


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], url: str) -> SafeString:
    """Mark the link to the page's own place: `page` when it is this page, `true` when the page lies below it."""
    request = context.get("request")
    if request is None or not url:
        return mark_safe("")
    if request.path == url:
        return mark_safe(' aria-current="page"')
    if url.count("/") > 1 and request.path.startswith(url):
        return mark_safe(' aria-current="true"')
    return mark_safe("")


@register.simple_block_tag(takes_context=True)
def panel(
    context: dict[str, Any],
    content: str,
    title: str | Promise,
    *,
    id: str = "",
    kind: str = "",
    level: int = 2,
) -> str:
    """A titled section: `{% panel _("Marks") id="marks" %}…{% endpanel %}`; kind adds a look (quiet, warm, wide)."""
    return render_to_string(
        "components/panel.html", {"title": title, "id": id, "kind": kind, "level": level, "content": content}
    )


@register.simple_tag
def ltr(value: object) -> SafeString:
    """A measurement, range, phone number or coordinate: read left to right also inside Arabic."""
    return format_html('<bdi dir="ltr">{}</bdi>', "" if value is None else value)


BAR_MIDDLE = 50


@register.filter
def bar_at(value: float | None, scale: float = 3.0) -> int:
    """Where a log10 ratio stands on a bar from 0 to 100: nothing in the middle, `scale` and beyond at the ends."""
    if not value:
        return BAR_MIDDLE
    steps = max(1, min(BAR_MIDDLE, round(abs(value) / scale * BAR_MIDDLE)))
    return BAR_MIDDLE + steps if value > 0 else BAR_MIDDLE - steps


@register.filter
def minus(one: int, other: int) -> int:
    """How much longer one length is."""
    return one - other


DAY_WIDTH, DAY_HEIGHT = 6, 24


@register.filter
def day_bars(counts: list[int], most: int) -> list[tuple[int, int, int]]:
    """x, y and height of one bar for each day that has a count; `most` fills the height, one record still shows."""
    bars = []
    for number, count in enumerate(counts):
        if count:
            height = max(2, round(count / most * DAY_HEIGHT))
            bars.append((number * DAY_WIDTH + 1, DAY_HEIGHT + 1 - height, height))
    return bars


@register.simple_tag
def signed(value: float) -> SafeString:
    """A log10 ratio with its sign and one decimal, read left to right: +1.2, −0.4."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return ltr(f"{sign}{abs(value):.1f}")

"""What lists of the REST interface can be narrowed by: declared one by one, and nothing else is taken.

Each is a column that every reader of the list may see.  SECURITY: a field of a deeper ring is refused in the same words
as one that was never heard of, by whoever asks, so that no answer depends on what is written there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from registry.lib.errors import Invalid


def of_form(form: type[forms.Form], names: Iterable[str]) -> list[OpenApiParameter]:
    """The conditions of a page's list, by the codes that they take."""
    fields: dict[str, forms.Field] = form.base_fields
    return [
        OpenApiParameter(name, str, enum=[code for code, _label in fields[name].choices if code])  # type: ignore[attr-defined]
        for name in names
    ]


def read(request: Request, declared: Sequence[OpenApiParameter]) -> dict[str, str]:
    """What each declared condition says, "" where it is not there.  Raises Invalid for any other, and for no code."""
    known: dict[str, Sequence[str]] = {one.name: one.enum or () for one in declared}
    faults = dict[str, list[str]]()
    for name, said in request.query_params.items():
        if name not in known:
            faults[name] = [_("This list cannot be narrowed by this. The description of the interface names what can.")]
        elif said and known[name] and said not in known[name]:
            faults[name] = [_("Give one of the codes: %(codes)s.") % {"codes": ", ".join(known[name])}]
    if faults:
        raise Invalid(fields=faults)
    return {name: request.query_params.get(name, "") for name in known}

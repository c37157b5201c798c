"""The data dictionary of the running code: every table, its ring, its fields and code lists, as one document.

Written from the models, their declarations and their choices, so it cannot say anything the code does not do.  It does
not decide anything: rings and declarations stand beside the fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import translation

from accessctl.declare import Declaration, declaration
from accessctl.models import Record, RecordGrant, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedBytes, SealedField, SealedJSON, SealedText, SealedValue
from cases.codes import Absence, list_name
from cases.vocabulary.coded import CountriesField, CountryField, LanguageField

APPS = ("accessctl", "keystore", "cases", "families", "remains", "matching")
INTRODUCTION = """# Data dictionary

<!-- Written by `manage.py dictionary` from the code.  Do not edit: change the models and run it again. -->

Every table, the ring it belongs to, and every field.  A ring is a layer (0 public, 1 common, 2 search, 3 reserved,
4 protected) and for some a compartment: k kin or contact, f forensic, g genetic, w whereabouts, p protection,
a accountability.  Keys, access, journal and erasure act on rings.

- **Set**: B basic; S search, F forensic, A accountability, U family support, P statistics; empty: kept by the system.
- **Stored**: *plain* columns can be filtered on; *sealed* ones are ciphertext under the record's key for that ring.
- **Why we ask** is the phrase printed beside the field on the form; the forensic set is not asked of families.
- **Std**: standards that carry the field; `*` marks a mapping from general knowledge.
- Any asked field may be unanswered: the row's `absences` say why (CL-ABSENT), an empty text never does.
"""
_TYPES: tuple[tuple[type[models.Field], str], ...] = (  # type: ignore[type-arg]
    (models.UUIDField, "id"),
    (models.BooleanField, "yes/no"),
    (models.DateTimeField, "instant"),
    (models.DateField, "date"),
    (models.TimeField, "time"),
    (models.DecimalField, "decimal"),
    (models.FloatField, "decimal"),
    (models.IntegerField, "integer"),
    (models.JSONField, "JSON"),
    (models.BinaryField, "bytes"),
    (SealedBytes, "file"),
    (SealedJSON, "JSON"),
)


def render() -> str:
    """The whole document, in English, the same for the same code."""
    with translation.override("en"):
        tables = _tables()
        parts = [INTRODUCTION, _overview(tables)]
        for app_label in APPS:
            held = [table for table in tables if table._meta.app_label == app_label]
            if held:
                parts.append(f"## {apps.get_app_config(app_label).verbose_name}\n")
                parts += [_table_section(table) for table in held]
        parts.append("## Code lists\n")
        parts += [_list_section(codes) for codes in _lists(tables)]
    return "\n".join(parts).rstrip() + "\n"


def _tables() -> list[type[models.Model]]:
    """Every table, app by app; within an app by the record it belongs to, then by ring."""
    return [
        table for app_label in APPS for table in sorted(apps.get_app_config(app_label).get_models(), key=_place_in_app)
    ]


def _place_in_app(table: type[models.Model]) -> tuple[str, int, str, str]:
    """Root, then its grants, then its rows by ring."""
    ring, name = ring_of(table).value, table.__name__
    if issubclass(table, RingRow):
        return _root_name(table, table.RECORD), 2, ring, name
    if issubclass(table, RecordGrant):
        return _root_name(table, "content_object"), 1, ring, name
    return name, 0, ring, name


def _root_name(table: type[models.Model], key: str) -> str:
    root = table._meta.get_field(key).related_model
    return root.__name__ if isinstance(root, type) else ""


def ring_of(table: type[models.Model]) -> Ring:
    """The ring a table declares."""
    ring: Ring = table.RING  # type: ignore[attr-defined]
    return ring


def _overview(tables: list[type[models.Model]]) -> str:
    lines = ["## Rings\n", "| Ring | Name | Tables |", "|---|---|---|"]
    for ring in Ring:
        names = ", ".join(f"`{table.__name__}`" for table in tables if ring_of(table) is ring)
        if names:
            lines.append(f"| {ring.value} | {ring.label} | {names} |")
    return "\n".join(lines) + "\n"


def _table_section(table: type[models.Model]) -> str:
    ring = ring_of(table)
    head = [f"### {table.__name__}\n", f"Ring **{ring.value}** ({ring.label}){_belonging(table)}.  {_summary(table)}\n"]
    asked, system = _split(table)
    if asked:
        head += ["| Field | Label | Type | Set | Stored | Why we ask | Std |", "|---|---|---|---|---|---|---|"]
        head += [_asked_row(field, found) for field, found in asked]
        head.append("")
    if system:
        head.append("Kept by the system: " + ", ".join(_system_item(field) for field in system) + ".\n")
    if names := sorted(constraint.name for constraint in table._meta.constraints):
        head.append("Kept true by PostgreSQL: " + ", ".join(f"`{name}`" for name in names) + ".\n")
    return "\n".join(head)


def _belonging(table: type[models.Model]) -> str:
    if issubclass(table, RingRow):
        return f", rows of `{_root_name(table, table.RECORD)}`"
    if issubclass(table, Record):
        return f", a record of its own (references `{table.REF_PREFIX}-…`)"
    if issubclass(table, RecordGrant):
        return ", personal grants"
    return ""


def _summary(table: type[models.Model]) -> str:
    return " ".join((table.__doc__ or "").split())


def _split(
    table: type[models.Model],
) -> tuple[list[tuple[models.Field, Declaration]], list[models.Field]]:  # type: ignore[type-arg]
    fields = list(table._meta.concrete_fields)
    asked = [(field, found) for field in fields if (found := declaration(field))]
    return asked, [field for field in fields if declaration(field) is None]


def _asked_row(field: models.Field, found: Declaration) -> str:  # type: ignore[type-arg]
    cells = (
        f"`{field.name}`",
        str(field.verbose_name),
        _type(field),
        found.sets,
        _stored(field),
        str(found.why) or "–",
        found.std or "–",
    )
    return "| " + " | ".join(_cell(text) for text in cells) + " |"


def _system_item(field: models.Field) -> str:  # type: ignore[type-arg]
    sealed = ", sealed" if isinstance(field, SealedField) else ""
    return f"`{field.name}` ({_type(field)}{sealed})"


def _stored(field: models.Field) -> str:  # type: ignore[type-arg]
    return "sealed" if isinstance(field, SealedField) else "plain"


def _type(field: models.Field) -> str:  # type: ignore[type-arg]
    """What a value is, in the dictionary's own words."""
    if isinstance(field, models.ForeignKey):
        target = field.related_model
        return f"→ {target.__name__}" if isinstance(target, type) else "→"
    if isinstance(field, CountriesField):
        return "countries"
    if isinstance(field, CountryField):
        return "country"
    if isinstance(field, LanguageField):
        return "language"
    if isinstance(field, SealedValue):
        return field.codec.__name__
    if codes := codes_of(field):
        return f"{'code' if isinstance(field, (SealedText, models.CharField)) else 'codes'}({_link(codes)})"
    if isinstance(field, ArrayField):
        return f"{_type(field.base_field)}[]"
    if isinstance(field, (SealedText, models.CharField)):
        return f"text({field.max_length})" if field.max_length else "text"
    return next((word for kind, word in _TYPES if isinstance(field, kind)), type(field).__name__)


def _link(codes: type[models.Choices]) -> str:
    name = list_name(codes)
    return f"[{name}](#{name.lower()})"


def codes_of(field: models.Field) -> type[models.TextChoices] | None:  # type: ignore[type-arg]
    """The code list a field takes its values from: its own, its declaration's, or the one its choices came from."""
    found: type[models.TextChoices] | None = getattr(field, "codes", None)
    declared = declaration(field)
    if found is None and declared is not None and declared.code_list:
        found = next((codes for codes in _every_list() if list_name(codes) == declared.code_list), None)
    held = field.base_field if isinstance(field, ArrayField) else field
    if found is None and isinstance(held.choices, list) and held.choices:
        values = [value for value, _label in held.flatchoices]
        found = next((codes for codes in _every_list() if codes.values == values), None)
    return found


@cache
def _every_list() -> tuple[type[models.TextChoices], ...]:
    """Every code list of our apps that is loaded."""

    def below(base: type[models.TextChoices]) -> Iterator[type[models.TextChoices]]:
        for codes in base.__subclasses__():
            if codes.__module__.partition(".")[0] in APPS:
                yield codes
            yield from below(codes)

    return tuple(
        sorted((codes for codes in below(models.TextChoices) if len(codes)), key=lambda codes: codes.__qualname__)
    )


def _lists(tables: Iterable[type[models.Model]]) -> list[type[models.TextChoices]]:
    """The code lists that fields use, those of the dictionary first, by name."""
    found: dict[str, type[models.TextChoices]] = {list_name(Absence): Absence}
    for table in tables:
        for field in table._meta.concrete_fields:
            if codes := codes_of(field):
                found[list_name(codes)] = codes
    return [found[name] for name in sorted(found, key=lambda name: (not name.startswith("CL-"), name))]


def _list_section(codes: type[models.TextChoices]) -> str:
    purpose = " ".join((codes.__doc__ or "").split())
    if purpose.startswith("CL-"):
        purpose = purpose.partition(": ")[2]
    lines = [f"### {list_name(codes)}\n"]
    if purpose:
        lines.append(purpose[:1].upper() + purpose[1:] + "\n")
    lines += ["| Code | Label |", "|---|---|"]
    lines += [f"| `{code.value}` | {_cell(str(code.label))} |" for code in codes]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

"""A reference as bytes and back, to the last bit, so that processes on many hosts weigh by the same counts.

JSON without code in it; mappings and tuples keep what JSON would lose: keys that are not text, and being tuples.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from matching.engine.reference import Reference


def pack(reference: Reference) -> bytes:
    """Everything a reference holds, its key included."""
    content = {field.name: _plain(getattr(reference, field.name)) for field in fields(reference)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(packed: bytes) -> Reference:
    """The reference that was packed.  Raises ValueError if another version of the engine packed it."""
    content = json.loads(packed)
    if not isinstance(content, dict) or content.keys() != {field.name for field in fields(Reference)}:
        raise ValueError("These counts are of another version of the engine.")
    return Reference(**{name: _whole(value) for name, value in content.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {"map": [[_plain(key), _plain(held)] for key, held in value.items()]}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, str | int | float) or value is None:
        return value
    raise TypeError(f"{type(value).__name__} cannot be packed.")


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {_whole(key): _whole(held) for key, held in value["map"]}
    return tuple(_whole(one) for one in value) if isinstance(value, list) else value

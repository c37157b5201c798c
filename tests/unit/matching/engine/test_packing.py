"""The counts of a registry, carried to another process."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from matching.engine.packing import pack, unpack
from matching.engine.reference import Reference


def test_counts_come_back_to_the_last_bit(model) -> None:
    packed = pack(model.reference)
    again = unpack(packed)
    assert pack(again) == packed
    for field in fields(Reference):
        if field.name != "find_areas":  # holds NaN, which equals nothing
            assert getattr(again, field.name) == getattr(model.reference, field.name), field.name
    assert unpack(pack(Reference())) == Reference()


def test_counts_of_another_version_are_refused(model) -> None:
    content = json.loads(pack(model.reference))
    for broken in ({**content, "more": 1}, {"n_am": 1}, []):
        with pytest.raises(ValueError, match="another version"):
            unpack(json.dumps(broken).encode())

"""Between registries: the blind exchange gives the code that the key gives, and an envelope is its receiver's alone."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessctl.peers import envelopes
from accessctl.peers.blind import Multiplier, NotAPoint, any_point, code_of, codes, point_of


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=4, unique=True), st.binary(min_size=32, max_size=32))
def test_what_comes_back_blinded_is_the_code_that_the_key_gives(texts: list[str], seed: bytes) -> None:
    """And what was sent is the same only if it is the same question sent again."""
    key, blind = Multiplier.draw(), Multiplier.derived(seed, "1")
    sent = [blind.times(point_of(text)) for text in texts]
    back = [key.times(point) for point in sent]
    assert [code_of(text, blind.inverse().times(one)) for text, one in zip(texts, back, strict=True)] == [
        *codes(texts, key).values()
    ]
    assert sent == [Multiplier.derived(seed, "1").times(point_of(text)) for text in texts]
    assert not {*sent} & {Multiplier.derived(seed, "2").times(point_of(text)) for text in texts}
    assert Multiplier.from_bytes(key.to_bytes()).times(sent[0]) == back[0]


def test_another_key_gives_other_codes_and_what_is_no_point_is_refused() -> None:
    assert codes(["Yonas"], Multiplier.draw()) != codes(["Yonas"], Multiplier.draw())
    assert len({any_point() for _number in range(8)}) == 8
    outside = next(tried for tried in iter(lambda: os.urandom(32), None) if not _is_point(tried))
    prime = 2**256 - 2**224 + 2**192 + 2**96 - 1
    small = next(number for number in range(2**32) if _is_point(number.to_bytes(32, "big")))
    beyond = (prime + small).to_bytes(32, "big")  # the same point, not written as it is
    for wrong in (outside, beyond, b"\xff" * 32, b"", bytes(33)):
        with pytest.raises(NotAPoint):
            Multiplier.draw().times(wrong)


def _is_point(tried: bytes) -> bool:
    try:
        Multiplier(1).times(tried)
    except NotAPoint:
        return False
    return True


@settings(deadline=None, max_examples=25)
@given(st.binary(max_size=envelopes.CONTENT), st.integers(min_value=0, max_value=envelopes.SIZE - 1))
def test_an_envelope_is_always_as_long_and_opens_whole_for_its_receiver_alone(content: bytes, place: int) -> None:
    (ours, our_key), (theirs, their_key), (others, _other) = envelopes.fresh(), envelopes.fresh(), envelopes.fresh()
    sealed = envelopes.seal(content, private=ours, public=our_key, to=their_key, about=b"question")
    assert len(sealed) == envelopes.SIZE
    assert envelopes.unseal(sealed, private=theirs, sender=our_key, about=b"question").startswith(content)
    assert envelopes.marks(sealed) == envelopes.Marks(envelopes.mark(our_key), envelopes.mark(their_key))
    altered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    for private, sender, about, envelope in (
        (others, our_key, b"question", sealed),
        (theirs, their_key, b"question", sealed),
        (theirs, our_key, b"another", sealed),
        (theirs, our_key, b"question", altered),
    ):
        with pytest.raises(envelopes.Unopened):
            envelopes.unseal(envelope, private=private, sender=sender, about=about)


def test_a_key_is_one_and_its_fingerprint_can_be_read_out() -> None:
    _private, public = envelopes.fresh()
    assert envelopes.is_key(public)
    assert [len(group) for group in envelopes.fingerprint(public).split()] == [4] * 8
    for wrong in ("", "x", public[:-2], "A" * 43 + "=", "é" * 44):
        assert not envelopes.is_key(wrong), wrong

"""Numbers found again with one slip, against the distance that defines it."""

from __future__ import annotations

import random

from rapidfuzz.distance import OSA

from matching.engine.slips import Written


def test_what_is_near_is_what_one_slip_makes() -> None:
    rng = random.Random(5)
    words = ["".join(rng.choices("0127A", k=rng.randint(1, 6))) for _ in range(400)]
    written = Written()
    written.add(words[:150], range(150))
    written.add([], [])
    written.add(words[150:], range(150, 400))
    hits = 0
    for word in [*words[:60], "", "0127A0127A"]:
        expected = [(i, d) for i, other in enumerate(words) if (d := OSA.distance(word, other)) < 2]
        assert list(written.near(word)) == expected
        hits += len(expected)
    assert hits > 200

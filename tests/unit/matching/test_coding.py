"""The texts of two registries are alike only where both make them in the same way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

from accessctl.codes import Purpose
from matching.engine.profile import Document, Indicator, Mark, Name, Phone, Profile
from matching.peers import coding

# version -> the digest of all texts of the people below
DIGESTS = {1: "f930c17f11fd679aedda8dcc52c8bc3057e43f5db74dceb301783df37048398c"}


def people() -> Iterator[Profile]:
    """One of each kind, with every fact that is coded, in several scripts."""
    names = (
        Name("Meron Asmelash Tekle"), Name("ሜሮን አስመላሽ ተክለ"), Name("محمد عبد الرحمن الأحمد"),
        Name("Нурлан Бекович Саидов"), Name("Yusuf", role="father"), Name("Hadiza Ibrahim", role="mother"),
    )  # fmt: skip
    day = date(2021, 6, 11).toordinal()
    born = date(1998, 2, 3).toordinal()
    yield Profile(
        "MMR-A", "am", sex="f", birth_earliest=born, birth_latest=born, last_contact_earliest=day,
        last_contact_latest=day, routes=("cmr",), destination="ITA", nationalities=("ERI",), names=names,
        marks=(Mark("tattoo", "forearm"),), documents=(Document("EP 123456"),), phones=(Phone("39123456789"),),
    )  # fmt: skip
    yield Profile(
        "MRR-B", "pm", sex="f?", age_low=20, age_high=28, found_earliest=day + 9, found_latest=day + 20,
        names=names[:2], indicators=(Indicator("currency", "ERI"),), marks=(Mark("tattoo", "forearm"),),
    )  # fmt: skip


def texts(profile: Profile) -> Iterator[Iterable[str]]:
    for purpose in (Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON):
        yield sorted(coding.published(profile, purpose))
        yield sorted(coding.traits(profile, purpose))
        yield [f"{name} {text}" for name, text in coding.asked(profile, purpose, 96)]
        yield [f"{name} {text}" for name, text in coding.tests(profile, purpose)]


def test_a_change_of_the_texts_is_a_new_version() -> None:
    """A red test here: raise `coding.VERSION`, and write the new digest beside it."""
    told = "\n".join(text for profile in people() for part in texts(profile) for text in part)
    assert {coding.VERSION: hashlib.sha256(told.encode()).hexdigest()} == DIGESTS

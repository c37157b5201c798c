"""Asking other registries, attacked and measured on invented people: what is found, and what can be learnt.

Two registries divide the reports of an invented world; whoever was reported twice is in both.  Found: pairs by the
blind exchange, against the matching engine reading everything, at the precision that the exchange has.  Learnt: names
of the people asked about or held, by attackers who have a civil register of all of them (name, sex, nationality, year
of birth), above what they get right by guessing; and by the same attackers of two encodings that were not chosen, on
the same people.  Apart stand two attacks by who runs a linked registry, which no code prevents: questions and records
that are made up.  What was agreed limits them; here the register holds nobody but the people who are looked for.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from accessctl.codes import Purpose
from accessctl.peers.blind import POINT, Multiplier, codes, point_of
from matching.engine.model import Model
from matching.engine.profile import Name, Profile
from matching.engine.reference import Reference
from matching.engine.score import rank
from matching.engine.table import Index
from matching.peers import coding, protocol, weighing
from matching.peers.entries import Given, entries_of
from registry.lib.names import tokens
from registry.site.invented.profiles import case_profile
from registry.site.invented.world_of import Plan, invent

AS_OF = date(2025, 12, 31)
PURPOSE = Purpose.SHARE_SEARCH
LEAST_FOUND, MOST_LEARNT = 0.90, 0.01
QUESTIONS_A_DAY = 20
TEXTS_A_PERSON = 4  # that an attacker spends on one
Known = tuple[str, Profile]


@dataclass(frozen=True)
class World:
    """Reports of two registries, who is in both, and the attackers' civil register: (name, what it says of them)."""

    ours: list[Profile]
    theirs: list[Profile]
    same: dict[str, str]
    register: list[Known]


@dataclass
class Report:
    """Pairs found by each way at one precision; what each attack learnt above guessing; bytes in clear on the wire."""

    people: int = 0
    same: int = 0
    precision: float = 0.0
    coded: int = 0
    plain: int = 0
    learnt: dict[str, float] = field(default_factory=dict)
    others: dict[str, float] = field(default_factory=dict)
    in_clear: int = 0
    asked_for: float = 0.0
    made_up: float = 0.0
    entries: float = 0.0

    @property
    def passed(self) -> bool:
        found = self.coded >= LEAST_FOUND * self.plain and self.coded > 0
        return found and all(share <= MOST_LEARNT for share in self.learnt.values()) and not self.in_clear

    def lines(self) -> Iterator[str]:
        yield f"{self.people} reports, {self.same} people in both registries, {self.entries:.0f} entries a report"
        yield f"found by the blind exchange {self.coded}, at precision {self.precision:.3f}"
        yield f"found by the engine that reads everything, at that precision {self.plain}"
        yield f"share of it {self.coded / max(self.plain, 1):.3f} (bar {LEAST_FOUND})"
        yield f"bytes of personal data on the wire {self.in_clear} (bar 0)"
        for name, share in self.learnt.items():
            yield f"names learnt above guessing, {name}: {share:.2%} (bar {MOST_LEARNT:.0%})"
        yield f"a day of {QUESTIONS_A_DAY} made-up questions confirms {self.asked_for:.1%} of the people of a registry"
        yield f"a table of made-up records tells {self.made_up:.1%} of the people asked about"
        for name, share in self.others.items():
            yield f"  the same with {name}: {share:.1%}"


def run(*, reports: int, seed: int, attacked: int) -> Report:
    """Measure and attack; attacked: how many people are."""
    world = _world(reports, seed)
    report = Report(people=len(world.ours) + len(world.theirs), same=len(world.same))
    key = Multiplier.draw()
    entries, named, report.entries = _table(world.theirs, key)
    report.coded, report.precision = _found(world, key, Given(entries), named)
    report.plain = _plainly(world, report.precision)
    _attack(report, world, entries, key, attacked, seed)
    return report


def _world(reports: int, seed: int) -> World:
    invented = invent(Plan.bench(reports, seed=seed, as_of=AS_OF))
    by_person: dict[int, list[Profile]] = defaultdict(list)
    for case in invented.cases:
        by_person[invented.truth.case_person[case.key]].append(case_profile(case))
    ours, theirs, same = list[Profile](), list[Profile](), dict[str, str]()
    for person, told in by_person.items():
        if len(told) > 1:
            same[told[0].ref] = told[1].ref
        (ours if len(told) > 1 or person % 2 else theirs).append(told[0])
        theirs += told[1:2]
    return World(ours, theirs, same, [_known(profile) for told in by_person.values() for profile in told])


def _known(profile: Profile) -> Known:
    """What the register says of somebody: their name as it was reported, and nothing of a journey."""
    born, name = _day(coding.year_of(profile) or 0), _name(profile)
    return name, Profile(
        ref="", kind="am", names=(Name(name),), sex=profile.sex, nationalities=profile.nationalities,
        birth_earliest=born, birth_latest=born,
    )  # fmt: skip


# --- what is found ----------------------------------------------------------------------------------------------------
def _table(profiles: Sequence[Profile], key: Multiplier) -> tuple[bytes, dict[bytes, str], float]:
    """A registry's table, what each alias means, and how many entries a report has."""
    aliases = {os.urandom(protocol.ALIAS): profile for profile in profiles}
    entries, count = entries_of(aliases.items(), PURPOSE, key)
    return entries, {alias: profile.ref for alias, profile in aliases.items()}, count / len(profiles)


def _found(world: World, key: Multiplier, table: Given, named: dict[bytes, str]) -> tuple[int, float]:
    """True pairs among those claimed, and the share of true ones: by the codes that the exchange gives.

    The codes are computed with the key, which gives the same as blinding them (a test holds that equal).
    """
    claimed = [(profile.ref, named[alias]) for profile in world.ours for alias in _claims(profile, key, table)]
    true = sum(world.same.get(one) == other for one, other in claimed)
    return true, true / max(len(claimed), 1)


def _claims(profile: Profile, key: Multiplier, table: Given) -> list[bytes]:
    meetings = weighing.meetings(profile, PURPOSE)
    known = codes([text for _name, text in meetings], key)
    met = weighing.meet(meetings, [known[text] for _name, text in meetings], table)
    asked = weighing.traits(profile, PURPOSE, met)
    known = codes([text for _one, _name, text in asked], key)
    return weighing.claim(PURPOSE, asked, [known[text] for _one, _name, text in asked], table)


def _plainly(world: World, precision: float) -> int:
    """True pairs that the engine finds at this precision, reading everything: the first of each list, by its score."""
    index, model = Index("am", world.theirs), Model(Reference.build([*world.ours, *world.theirs]))
    scored = []
    for profile in world.ours:
        ranking = rank(profile, index, "am-am", 2, model)
        scored += [
            (score, world.same.get(profile.ref) == ref) for ref, score in zip(ranking.refs, ranking.scores, strict=True)
        ]
    true = most = 0
    for place, (_score, is_true) in enumerate(sorted(scored, reverse=True), start=1):
        true += is_true
        if true / place >= precision:
            most = true
    return most


# --- what can be learnt -----------------------------------------------------------------------------------------------
def _attack(
    report: Report, world: World, entries: bytes, key: Multiplier, attacked: int, seed: int
) -> None:  # fmt: skip
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    asked = chance.sample(world.ours, min(attacked, len(world.ours)))
    guessed = _guessing(asked)
    wire, blinds = [], []
    for profile in asked:
        blind = Multiplier.draw()
        texts = [text for _name, text in weighing.meetings(profile, PURPOSE)]
        wire.append(weighing.blinded(texts, blind))
        blinds.append(blind)
    report.in_clear = sum(_in_clear(sent, profile) for sent, profile in zip(wire, asked, strict=True))
    report.in_clear += sum(_in_clear(entries, profile) for profile in world.theirs[:attacked])
    report.learnt = {
        "who is asked, from the points of the question": _by_points(asked, wire, key, world.register) - guessed,
        "a thief of the table, by how often codes occur": _by_frequency(
            [entries[place : place + 8] for place in range(0, len(entries), protocol.ENTRY)], world
        ) - guessed,
        "a thief of the table, by trying the register": _by_trying(entries, world.register, attacked) - guessed,
    }  # fmt: skip
    report.learnt = {name: max(share, 0.0) for name, share in report.learnt.items()}
    report.asked_for = _by_asking(world, entries, key, chance)
    report.made_up = _by_inventing(asked, world.register)
    report.others = {
        "keyed codes under a secret that both know": _shared_secret(asked, world.register) - guessed,
        "codes of single words, put in order by how often they occur": _deterministic(world),
    }


def _name(profile: Profile) -> str:
    return " ".join(name.text for name in profile.names if name.role == "self")


def _words(profile: Profile) -> tuple[str, ...]:
    return tokens(_name(profile))


def _guessing(asked: Sequence[Profile]) -> float:
    """What is right of who says the commonest word of each of them."""
    commonest = Counter(word for profile in asked for word in set(_words(profile))).most_common(1)[0][1]
    return commonest / len(asked)


def _in_clear(sent: bytes, profile: Profile) -> int:
    """Bytes of words of a name, of numbers, of dates, as text or as a digest that anybody could make."""
    said = [*_words(profile), _name(profile), *(paper.number for paper in profile.documents)]
    said += [phone.digits for phone in profile.phones]
    said += [text for _name, text in weighing.meetings(profile, PURPOSE)]
    forms = [form for one in said if len(one) > 3 for form in (one.encode(), hashlib.sha256(one.encode()).digest())]
    forms += [point_of(text) for _name, text in weighing.meetings(profile, PURPOSE)]
    return sum(len(form) for form in forms if form in sent)


def _by_points(
    asked: Sequence[Profile], wire: Sequence[bytes], key: Multiplier, register: Sequence[Known]
) -> float:  # fmt: skip
    """Whoever answers has the key and the register: every text of the register, as a point and times the key."""
    dictionary = {}
    for name, known in register:
        for text in _texts_of(known):
            point = point_of(text)
            dictionary[point] = dictionary[key.times(point)] = name
    right = 0
    for profile, sent in zip(asked, wire, strict=True):
        points = protocol.split(sent, POINT)
        hits = Counter(dictionary[point] for point in (*points, *map(key.times, points)) if point in dictionary)
        right += bool(hits) and hits.most_common(1)[0][0] == _name(profile)
    return right / len(asked)


def _texts_of(known: Profile) -> list[str]:
    """What the attacker expects to be asked of somebody of whom the register says this: all but the journey."""
    return [text for _name_, text in weighing.meetings(known, PURPOSE)][:12]


def _day(year: int) -> int | None:
    return date(year, 7, 1).toordinal() if year else None


def _by_frequency(found: Sequence[bytes], world: World) -> float:
    """The codes of a table in the order of how often they occur, beside the words of the register in theirs."""
    words = [word for word, _count in Counter(w for name, _k in world.register for w in tokens(name)).most_common()]
    ordered = [code for code, _count in Counter(found).most_common()]
    held = Counter(word for profile in world.theirs for word in set(_words(profile)))
    truth = dict(zip(ordered, [word for word, _count in held.most_common()], strict=False))
    if max(Counter(found).values()) == 1:
        return 0.0  # every code stands once: there is no order to go by
    return sum(truth[code] == word for code, word in zip(ordered, words, strict=False) if code in truth) / len(truth)


def _by_trying(entries: bytes, register: Sequence[Known], attacked: int) -> float:
    """Every text of the register as a code without the key, looked up in the table."""
    table, right = Given(entries), 0
    for _said, known in register[:attacked]:
        own = Multiplier.draw()  # the attacker has to guess the key as well
        right += any(any(table.met(code)) for code in codes(_texts_of(known), own).values())
    return right / max(attacked, 1)


def _by_asking(world: World, entries: bytes, key: Multiplier, chance: random.Random) -> float:
    """A registry that asks about people of the register, not of its own: every point of both rounds a guess."""
    most = QUESTIONS_A_DAY * 2 * protocol.POINTS // TEXTS_A_PERSON
    table, tried = Given(entries), chance.sample(world.register, min(most, len(world.register)))
    found = set[bytes]()
    for _said, known in tried:
        texts = sorted(coding.published(known, PURPOSE), key=lambda text: "words3" not in text)[:TEXTS_A_PERSON]
        found |= {alias for code in codes(texts, key).values() for alias in table.met(code)}
    return len(found) / len(world.theirs)


def _by_inventing(asked: Sequence[Profile], register: Sequence[Known]) -> float:
    """A registry whose table holds the people of the register in place of its own: whom it is told of by claims."""
    key, aliases = Multiplier.draw(), {os.urandom(protocol.ALIAS): known for known in register}
    table = Given(entries_of([(alias, known) for alias, (_said, known) in aliases.items()], PURPOSE, key)[0])
    told = ((_name(profile), _claims(profile, key, table)) for profile in asked)
    return sum(bool(claimed) and aliases[claimed[0]][0] == name for name, claimed in told) / len(asked)


def _shared_secret(asked: Sequence[Profile], register: Sequence[Known]) -> float:
    """Not chosen: HMAC of the same texts under a secret of both sides, tried by whoever answers."""
    secret = os.urandom(32)
    dictionary = {
        hmac.digest(secret, text.encode(), "sha256"): name for name, known in register for text in _texts_of(known)
    }
    right = 0
    for profile in asked:
        sent = [hmac.digest(secret, text.encode(), "sha256") for _name_, text in weighing.meetings(profile, PURPOSE)]
        hits = Counter(dictionary[code] for code in sent if code in dictionary)
        right += bool(hits) and bool(set(tokens(hits.most_common(1)[0][0])) & set(_words(profile)))
    return right / len(asked)


def _deterministic(world: World) -> float:
    """Not chosen: one code for each word, the same for all records, put in order by how often it occurs."""
    register = [w for w, _n in Counter(w for name, _k in world.register for w in set(tokens(name))).most_common()]
    held = Counter(word for profile in world.theirs for word in set(_words(profile)))
    rank_of = {word: place for place, word in enumerate(register)}
    right = sum(n for place, (word, n) in enumerate(held.most_common()) if abs(rank_of.get(word, 10**9) - place) <= 1)
    return right / sum(held.values())

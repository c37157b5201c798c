"""Random profiles for the engine's own tests: everything that can be present or absent, nothing from a registry."""

from __future__ import annotations

import math
import random
from typing import Any

from matching.engine import routes
from matching.engine.compare.teeth import TEETH
from matching.engine.profile import Document, Indicator, Item, Mark, Medical, Name, Phone, Place, Profile, Serial, Tooth

FIRST_DAY = 736_000
WORDS = [
    "Mohamed", "Muhammad", "Ahmed", "Ali", "Hassan", "Hasan", "Omar", "Umar", "Ibrahim", "Jose",
    "Pepe", "Maria", "Juan", "Garcia", "Lopez", "Hernandez", "Tesfaye", "Haile", "Berhane", "Abdi",
    "Cabdi", "Farah", "Warsame", "Fatima", "Amina", "Mamadou", "Diallo", "Traore", "Keita", "Reza",
    "Hosseini", "Karimi", "Noor", "Rahman", "Pierre", "Jean", "Baptiste",
]  # fmt: skip
NATIONS = ("MEX", "GTM", "HND", "SYR", "SDN", "ETH", "ERI", "SOM", "GIN", "MLI", "AFG", "BGD", "HTI", "MAR")
SITES = ("ul_arm", "ul_forearm", "tr_chest", "ll_shin", "hd_cheek", "tr_back_upper", "unknown")
MOTIFS = ("name", "heart", "religious_cross", "animal", "skull")


def _mark(r: random.Random) -> Mark:
    kind = r.choices(("tattoo", "scar", "amputation", "birthmark"), (5, 4, 1, 2))[0]
    motifs = (r.choice(MOTIFS),) if kind == "tattoo" else ()
    side, text = r.choice(("l", "r", "mid", "unknown")), r.choice(("", "", "ANA", "Madre"))
    return Mark(kind, r.choice(SITES), side, motifs, text)


def _medical(r: random.Random) -> Medical:
    kind, site = r.choice((("plate_screw", "femur"), ("fracture_healed", "radius"), ("pacemaker", "tr_chest"),
                           ("learnt", "somewhere")))  # fmt: skip
    return Medical(kind, site, r.choice(("l", "r", "unknown")), r.choice(("", "", "SN 123456")))


def _body(r: random.Random) -> dict[str, Any]:
    """Looks, teeth and things of one person."""
    teeth = {fdi: r.choices(("sou", "fil", "mam", "crw"), (20, 3, 2, 1))[0] for fdi in TEETH}
    return {
        "hair": r.choice(("blk", "blk", "dbr", "bro", "gry", "dye", "red")), "eyes": r.choice(("dbr", "bro", "blu")),
        "build": r.choice(("thin", "medium", "heavy")),
        "smile": tuple(r.sample(("gold", "gap_mid", "filed", "front_missing"), r.choice((0, 0, 1, 2)))),
        "teeth": tuple(Tooth(fdi, status) for fdi, status in teeth.items()),
        "items": tuple({
            Item(r.choice(("jeans", "tshirt", "cap", "ring")), (r.choice(("blu", "blk", "red")),),
                 r.choice(("", "Adidos")), r.choice(("", "M", "42"))) for _ in range(r.choice((1, 2, 3)))
        }),
    }  # fmt: skip


def _told(r: random.Random, body: dict[str, Any], share: float) -> dict[str, Any]:
    """Some of it."""
    return {fact: value for fact, value in body.items() if r.random() < share}


def invent(n_am: int, n_pm: int, seed: int = 1) -> tuple[list[Profile], list[Profile], dict[str, str]]:
    """Reports, remains, and of which report the remains are."""
    r, bodies, devices = (random.Random(seed + apart) for apart in (0, 1000, 2000))
    words = WORDS + [
        "".join(r.choice("bdfghjklmnrstz") + r.choice("aeiou") for _ in range(r.randint(2, 4))).title()
        for _ in range(300)
    ]
    weights = [1 / (i + 3) for i in range(len(words))]
    sectors = range(1, len(routes.SECTORS))

    def name(length: int) -> str:
        return " ".join(r.choices(words, weights, k=length))

    people, reports = [], []
    for i in range(n_am):
        sector = routes.SECTORS[r.choice(sectors)]
        sex, age = r.choice("mmmmf"), max(1.0, r.gauss(29, 9))
        person: dict[str, Any] = {
            "sex": sex, "age": age, "cm": r.gauss(167 if sex == "m" else 156, 6.5),
            "day": FIRST_DAY + r.randrange(2500),
            "name": name(r.choice((2, 3, 3, 4))), "nation": r.choice(NATIONS), "event": f"MIN-{r.randrange(30)}",
            "marks": tuple({_mark(r): 1 for _ in range(r.choice((0, 0, 0, 1, 1, 2, 3)))}),
            "number": f"P{r.randrange(10**8):08d}",
            "phone": f"2126{r.randrange(10**8):08d}",
            "body": _body(bodies),
            "imei": f"{devices.randrange(10**14):014d}",
            "medical": tuple({_medical(bodies): 1 for _ in range(bodies.choice((0, 0, 0, 1, 2)))}),
            "lat": sector.lat + r.gauss(0, 1), "lon": sector.lon + r.gauss(0, 1),
        }  # fmt: skip
        people.append(person)
        born = int(person["day"] - age * 365.25) if r.random() < 0.45 else None
        asked, given = r.random() < 0.65, r.random() < 0.7
        span = r.choice((0, 0, 30))
        reports.append(Profile(
            f"MMR-{i:05d}", "am", sex=r.choice((sex, sex, sex, None, "other")),
            age_low=None if born or r.random() < 0.1 else float(round(age)), birth_earliest=born, birth_latest=born,
            birth_basis=r.choice((None, "document", "default_jan1")),
            stature_low=round(person["cm"] + r.gauss(1, 3)) if r.random() < 0.6 else None,
            stature_basis=r.choice((None, "measured", "guess", "document")),
            last_contact_earliest=person["day"] if given else None,
            last_contact_latest=person["day"] + span if given else None,
            last_proof_of_life=person["day"] - 5 if r.random() < 0.3 else None,
            place=r.choice((
                None, Place(person["lat"], person["lon"], r.choice((None, 2.0, 40.0))), Place(country="LBY"),
            )),
            routes=(sector.route,) if r.random() < 0.7 else (),
            nationalities=(person["nation"],) if r.random() < 0.9 else (),
            incidents=(person["event"],) if r.random() < 0.1 else (), marks=person["marks"] if asked else (),
            marks_asked=asked, medical=person["medical"] if bodies.random() < 0.7 else (),
            medical_asked=bodies.choice((None, True)), **_told(bodies, person["body"], 0.5),
            names=(Name(person["name"]), Name(name(1), role="father")) if r.random() < 0.97 else (),
            documents=(Document(person["number"]),) if r.random() < 0.2 else (),
            phones=(Phone(person["phone"]),) if r.random() < 0.2 else (), reported_by=f"r{r.randrange(n_am // 2 + 1)}",
            serials=(Serial(person["imei"]),) if devices.random() < 0.1 else (),
        ))  # fmt: skip
    remains, truth = [], {}
    for j in range(n_pm):
        i = r.randrange(n_am)
        person = people[i]
        state = r.randrange(3)
        found = int(person["day"] + r.expovariate(1 / 6) + math.exp(r.gauss((1.4, 3.0, 5.4)[state], 0.9)))
        seen = r.random() < (0.9, 0.5, 0.1)[state]
        age, cm = max(person["age"] + r.gauss(0, 4), 0.5), person["cm"] + r.gauss(0, 3)
        pmi = found - person["day"] if r.random() < 0.5 else None
        truth[f"MRR-{j:05d}"] = f"MMR-{i:05d}"
        remains.append(Profile(
            f"MRR-{j:05d}", "pm", sex=r.choice((person["sex"], person["sex"] + "?", "ind", None)),
            sex_method=r.choice((None, "pelvis", "DNA_amel")), condition=r.choice((("d0", "d3", "d6")[state], None)),
            deposition=r.choice((None, "surface", "submerged", "buried")),
            completeness=r.choice((None, "complete", "fragment")),
            age_low=max(age - 7, 0) if r.random() < 0.8 else None, age_high=age + 7,
            stature_low=cm - 5 if r.random() < 0.6 else None, stature_high=cm + 5, found_earliest=found,
            found_latest=found + r.choice((0, 0, 10)), pmi_low=pmi and pmi / 2, pmi_high=pmi and pmi * 2,
            place=r.choice((
                None, Place(person["lat"] + r.gauss(0, 0.3), person["lon"], r.choice((None, 0.1, 15.0))),
            )),
            routes=r.choice(((), ("cmed",))), incidents=(person["event"],) if r.random() < 0.1 else (),
            indicators=r.choice((
                (), (Indicator("document", person["nation"], 3), Indicator("currency", "TUR", 1)),
            )),
            marks=person["marks"] if seen else (),
            marks_observable=("hd", "nk", "tr", "ul", "ll") if seen else r.choice((None, ())),
            medical=person["medical"] if bodies.random() < 0.7 else (),
            medical_observable=bodies.choice((None, (), ("ul", "ll"), ("hd", "nk", "tr", "ul", "ll"))),
            altered=bodies.choice((None, None, True)), **_told(bodies, person["body"], 0.5),
            names=r.choice(((), (), (Name(person["name"].upper(), "document"), Name("Maria", "tattoo")))),
            documents=(Document(person["number"]),) if r.random() < 0.1 else (),
            phones=(Phone(person["phone"]),) if r.random() < 0.1 else (),
            serials=(Serial(person["imei"]),) if devices.random() < 0.1 else (),
        ))  # fmt: skip
    return reports, remains, truth

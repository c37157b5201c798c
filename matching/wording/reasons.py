"""Sentences for the codes of the engine: what a line compares, why it supports, contradicts or cannot be compared."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

LINES: dict[str, Words] = {
    "sex": pgettext_lazy("evidence line", "Sex"),
    "age": pgettext_lazy("evidence line", "Age"),
    "birth": pgettext_lazy("evidence line", "Date of birth"),
    "stature": pgettext_lazy("evidence line", "Height"),
    "build": pgettext_lazy("evidence line", "Build"),
    "looks": pgettext_lazy("evidence line", "Hair and eyes"),
    "lag": pgettext_lazy("evidence line", "Time between last contact and finding"),
    "contact_day": pgettext_lazy("evidence line", "Date of last contact"),
    "place": pgettext_lazy("evidence line", "Place and route"),
    "incident": pgettext_lazy("evidence line", "Event"),
    "companions": pgettext_lazy("evidence line", "Travel companions"),
    "marks": pgettext_lazy("evidence line", "Marks on the body"),
    "medical": pgettext_lazy("evidence line", "Old fractures and implants"),
    "smile": pgettext_lazy("evidence line", "What the smile shows"),
    "teeth": pgettext_lazy("evidence line", "Dental chart"),
    "origin": pgettext_lazy("evidence line", "Nationality and origin"),
    "name": pgettext_lazy("evidence line", "Names"),
    "paper": pgettext_lazy("evidence line", "Numbers of papers, phones and things"),
    "things": pgettext_lazy("evidence line", "Clothes and belongings"),
    "reporter": pgettext_lazy("evidence line", "Who reported"),
    "parts": pgettext_lazy("evidence line", "What there is of the remains"),
}

REASONS: dict[str, Words] = {
    "sex_agree": _("The same sex is more usual if they are the same person."),
    "sex_partial": _("The same sex, which most people here share, says little."),
    "sex_contradict": _("Different sex; sex read from bones is wrong in about one case of twenty."),
    "sex_undetermined_pm": _("The remains do not show the sex."),
    "age_agree": _("The ages agree better than those of most others here."),
    "age_partial": _("The ages fit, as those of many others here do."),
    "age_contradict": _("The ages differ more than both estimates allow."),
    "age_counted_as_birth_date": _("Counted once, as the date of birth."),
    "age_without_date": _("The age at last contact cannot be moved to the time of finding without a date."),
    "birth_agree": _("The dates of birth agree, or differ in a way such dates often do."),
    "birth_partial": _("The dates of birth are near each other and say little."),
    "birth_contradict": _("The dates of birth differ."),
    "stature_agree": _("The heights agree better than those of most others here."),
    "stature_partial": _("The heights fit, as those of many others here do."),
    "stature_contradict": _("The heights differ more than both estimates allow."),
    "build_agree": _("The build agrees."),
    "build_partial": _("The build says little: it changes, and words for it differ."),
    "build_contradict": _("The build differs."),
    "build_changed_pm": _("the remains have changed too much to tell the build"),
    "looks_agree": _("Hair or eyes agree in a colour that few others here have."),
    "looks_partial": _("Hair and eyes fit, as those of most others here do."),
    "looks_contradict": _("The colours of hair or eyes differ."),
    "looks_changed_pm": _("colours change after death, in water and in earth"),
    "lag_agree": _("The time that passed fits the condition of the remains."),
    "lag_partial": _("The time that passed is possible, as for many others here."),
    "lag_contradict": _("The time that passed hardly fits the condition of the remains."),
    "contact_day_agree": _("The last contacts were on the same day or close to it."),
    "contact_day_partial": _("The dates of last contact are not far apart."),
    "contact_day_contradict": _("The dates of last contact are far apart."),
    "place_agree": _("The place lies where this journey leads."),
    "place_partial": _("The place is possible, as for many others here."),
    "place_contradict": _("The place does not lie where this journey leads."),
    "incident_agree": _("Both are linked to the same event."),
    "incident_partial": _("Both are linked to an event that many share."),
    "incident_contradict": _("They are linked to different events."),
    "companions_agree": _("A companion’s name agrees: the same person, or one of the same group."),
    "companions_partial": _("The names of companions say little."),
    "companions_contradict": _("One is named as the other’s companion, so they are two people."),
    "marks_agree": _("Marks on the body agree that few others have."),
    "marks_partial": _("Some marks agree, others do not."),
    "marks_quiet": _("No mark was seen where the skin was examined, and none was told there."),
    "marks_contradict": _("Marks that should be seen are not there, or others are."),
    "marks_not_asked": _("nobody is known to have asked the family about marks"),
    "marks_not_examined": _("it is not recorded where the skin was examined"),
    "marks_not_observable": _("the skin could not be examined"),
    "medical_agree": _("Something in the body agrees that few others have."),
    "medical_partial": _("Some of what is in the body agrees, or neither side has anything."),
    "medical_quiet": _("Nothing was found where it was looked for, and nothing was told of it."),
    "medical_contradict": _("An old fracture or implant that should be seen is not there, or others are."),
    "medical_not_asked": _("nobody is known to have asked the family about fractures and implants"),
    "medical_not_examined": _("it is not recorded where old fractures and implants were looked for"),
    "medical_not_observable": _("old fractures and implants could not be looked for"),
    "smile_agree": _("The front teeth agree in something that few others show, or in showing nothing."),
    "smile_partial": _("The front teeth neither agree nor contradict."),
    "smile_contradict": _("The front teeth differ in what would still be seen."),
    "smile_counted_as_chart": _("Counted once, as the dental chart."),
    "teeth_agree": _("The teeth found can have become so from those charted; few others have such teeth."),
    "teeth_partial": _("The teeth fit, as those of many others do."),
    "teeth_contradict": _("The teeth differ more than time explains."),
    "teeth_impossible": _(
        "At least one tooth cannot have become what was found. Look at both charts again: most often one of them errs."
    ),
    "origin_agree": _("Nationality and what was found point to the same country."),
    "origin_partial": _("Nationality and what was found point to neighbouring countries, or to many."),
    "origin_contradict": _("Nationality and what was found point to different countries."),
    "name_agree": _("The names agree; the rarer a name, the more that counts."),
    "name_partial": _("The names say little: common, alike in part, or what was found may be somebody else’s name."),
    "name_contradict": _("The names differ. Papers found can belong to a companion."),
    "name_possible_sibling": _("The same parents’ names and another given name: perhaps a brother or sister."),
    "paper_agree": _("A number is the same, or differs in one character."),
    "paper_no_common_number": _("Numbers are known on both sides and none is the same, which says nothing."),
    "paper_contradict": _("The numbers differ."),
    "things_agree": _("Clothes or belongings agree that few others have."),
    "things_partial": _("Clothes and belongings say little: people change and lose them on the way."),
    "reporter_contradict": _("The same person reported both and says that they are two people."),
    "parts_agree": _("Parts that can belong to one person."),
    "parts_partial": _("What there is of both says little."),
    "parts_contradict": _("Two people, or a part that nobody has twice."),
    "reporter_silent": _("who reported says nothing about it"),
}

# What reads otherwise where both records are of one kind, by kind of pair.
OF_KIND: dict[str, dict[str, Words]] = {
    "am-am": {
        "sex_contradict": _("The reports name different sexes, which is seldom a slip."),
        "place_agree": _("The last contacts lie near each other, or on one stretch of a route."),
        "place_partial": _("The places of the last contacts are possible, as for many others here."),
        "place_contradict": _("The last contacts lie far apart."),
        "marks_quiet": _("Neither report names marks."),
        "marks_contradict": _("One report names marks that the other does not."),
        "medical_quiet": _("Neither report names old fractures or implants."),
        "medical_contradict": _("One report names an old fracture or implant that the other does not."),
        "origin_agree": _("Both reports name the same nationality."),
        "origin_partial": _("Both reports name a nationality that many here have."),
        "origin_contradict": _("The reports name different nationalities."),
        "name_contradict": _("The names differ."),
        "things_partial": _("Clothes and belongings say little: families remember different ones."),
    },
    "pm-pm": {
        "lag_agree": _("The condition of both fits the days on which they were found."),
        "lag_partial": _("The days of both finds are possible, as for many others here."),
        "lag_contradict": _("The condition of both hardly fits the days on which they were found."),
        "place_agree": _("The finds lie near each other."),
        "place_partial": _("The finds lie as far apart as many here do."),
        "place_contradict": _("The finds lie far apart."),
        "origin_agree": _("What was found with both points to the same country."),
        "origin_partial": _("What was found with both points to countries that many here come from."),
        "origin_contradict": _("What was found with both points to different countries."),
        "marks_quiet": _("No mark was seen on either where the skin of both was examined."),
        "medical_quiet": _("Nothing was found in either where it was looked for in both."),
        "marks_contradict": _("One set of remains shows marks that should be seen on the other and are not."),
    },
}

# Why a fact is missing, by side: `am` the missing person (in a pair of reports either of them), `pm` the remains.
_ABSENT: dict[str, Words] = {
    "am": _("it is not known of the missing person"),
    "pm": _("it is not known of the remains"),
    "both": _("it is not known of either"),
}
_INCOMPARABLE = _("what is known on the two sides cannot be compared")

# What would change a pair most if it were known: by line and by the side that lacks it.
NEEDS: dict[tuple[str, str], Words] = {
    ("sex", "pm"): _("Determine the sex of the remains, for instance by DNA."),
    ("age", "am"): _("Ask the family for the date of birth or the age."),
    ("age", "pm"): _("Estimate the age of the remains."),
    ("birth", "am"): _("Ask the family for the date of birth."),
    ("stature", "am"): _("Ask the family how tall the person is, compared with a relative."),
    ("stature", "pm"): _("Measure the remains, or estimate the stature from long bones."),
    ("build", "am"): _("Ask the family how the person is built."),
    ("looks", "am"): _("Ask the family for the colour of hair and eyes."),
    ("looks", "pm"): _("Record the colour of hair and eyes where it can still be told."),
    ("lag", "am"): _("Ask the family for the date of the last contact."),
    ("lag", "pm"): _("Record the date of finding."),
    ("contact_day", "am"): _("Ask the family for the date of the last contact."),
    ("place", "am"): _("Ask the family where the last contact was and which way the journey led."),
    ("place", "pm"): _("Record where the remains were found."),
    ("incident", "am"): _("Find out whether the person was in a known event."),
    ("incident", "pm"): _("Find out from which event the remains may come."),
    ("companions", "am"): _("Ask the family for the names of travel companions."),
    ("marks", "am"): _("Ask the family about scars, tattoos and other marks."),
    ("marks", "pm"): _("Record where the skin was examined and which marks were seen."),
    ("medical", "am"): _("Ask the family about old fractures, operations and implants."),
    ("medical", "pm"): _("Look for healed fractures and implants, by radiograph if possible."),
    ("smile", "am"): _("Ask the family what one sees when the person smiles, or for a photo that shows it."),
    ("smile", "pm"): _("Record what the front teeth show."),
    ("teeth", "am"): _("Ask the family for the dentist, and the dentist for the chart or radiographs."),
    ("teeth", "pm"): _("Chart the teeth."),
    ("origin", "am"): _("Ask the family for the nationality."),
    ("origin", "pm"): _("Look for things that point to a country: money, SIM cards, labels."),
    ("name", "am"): _("Ask the family for the name in its own script and all spellings."),
    ("name", "pm"): _("Look for names on papers, phones, tattoos and belongings."),
    ("things", "am"): _("Ask the family what the person wore and carried."),
    ("things", "pm"): _("Record clothes and belongings with brand and size."),
    ("paper", "am"): _("Ask the family for numbers of papers and phones, and for the IMEI on the box of a phone."),
    ("paper", "pm"): _("Look for numbers on papers, SIM cards, phones and watches found."),
}

NONE_BANDS: dict[str, Words] = {
    "dominant": pgettext_lazy("none of these", "most likely"),
    "leading": pgettext_lazy("none of these", "more likely than any of them"),
    "possible": pgettext_lazy("none of these", "quite possible"),
    "slight": pgettext_lazy("none of these", "unlikely, going by what is recorded"),
    "negligible": pgettext_lazy("none of these", "very unlikely, going by what is recorded"),
}

SHARE_BANDS: dict[str, Words] = {
    "dominant": pgettext_lazy("these two, of all here", "by far the likeliest"),
    "leading": pgettext_lazy("these two, of all here", "likelier than all others"),
    "possible": pgettext_lazy("these two, of all here", "possible"),
    "slight": pgettext_lazy("these two, of all here", "hardly likely"),
    "negligible": pgettext_lazy("these two, of all here", "very unlikely"),
}

# Upper bounds of a difference in orders of magnitude, each half-way to the next round number: a figure such as
# "873,000 times" would promise an exactness that no weight here has.
_LESS: tuple[tuple[float, Words], ...] = (
    (0.15, _("It is about as well supported.")),
    (0.5, _("It is somewhat less supported, two or three times.")),
    (1.5, _("It is clearly less supported, about ten times.")),
    (2.5, _("It is much less supported, about a hundred times.")),
    (3.5, _("It is much less supported, about a thousand times.")),
    (4.5, _("It is far less supported, about ten thousand times.")),
    (5.5, _("It is far less supported, about a hundred thousand times.")),
    (6.5, _("It is far less supported, about a million times.")),
    (float("inf"), _("It is far less supported, many million times.")),
)
_MORE: tuple[tuple[float, Words], ...] = (
    _LESS[0],
    (0.5, _("It is somewhat better supported, two or three times.")),
    (1.5, _("It is clearly better supported, about ten times.")),
    (2.5, _("It is much better supported, about a hundred times.")),
    (3.5, _("It is much better supported, about a thousand times.")),
    (4.5, _("It is far better supported, about ten thousand times.")),
    (5.5, _("It is far better supported, about a hundred thousand times.")),
    (6.5, _("It is far better supported, about a million times.")),
    (float("inf"), _("It is far better supported, many million times.")),
)

IMPOSSIBLE: dict[str, Words] = {
    "found_before_proof_of_life": _(
        "Found before the last proven sign of life: if both dates are right, they cannot be the same person."
    ),
    "duplicate_element": _("Both hold a part that nobody has twice, so they are of two people."),
}


def label(line: str) -> Words:
    return LINES.get(line, line)


def sentence(code: str, kind: str = "") -> Words:
    """The sentence of a reason, for a kind of pair."""
    if code in OF_KIND.get(kind, ()):
        return OF_KIND[kind][code]
    if code in REASONS:
        return REASONS[code]
    for side, words in _ABSENT.items():
        if code.endswith(f"_absent_{side}"):
            return words
    return _INCOMPARABLE


def rival(orders: float) -> Words:
    """How much less supported another counterpart is by so many orders of magnitude; negative: better."""
    bands = _LESS if orders >= 0 else _MORE
    return next(words for limit, words in bands if abs(orders) <= limit)


def lacking_side(code: str) -> str:
    """`am` or `pm`: on which side the fact is missing; for both, the family is asked first."""
    if code.endswith(("_absent_pm", "_undetermined_pm", "_not_examined", "_not_observable")):
        return "pm"
    return "am"


def need(line: str, code: str) -> Words | None:
    """What to do about a missing line, or None when nothing can be asked."""
    return NEEDS.get((line, lacking_side(code)))

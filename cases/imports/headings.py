"""The words in which lists of people found alive name their columns, and the commonest answers in them.

In the languages of the shelters, hospitals and rescuers along the routes.  A word that means two things stands where
lists use it most; whoever hands a list in sees how its columns were read.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.codes import LivingCondition, Sex
from cases.codes.base import CodeList


class Column(CodeList):
    """What a column of a list can hold."""

    NAME = "name", pgettext_lazy("column of a list", "Whole name")
    GIVEN_NAME = "given_name", pgettext_lazy("column of a list", "Given names")
    FAMILY_NAME = "family_name", pgettext_lazy("column of a list", "Family name")
    OTHER_NAME = "other_name", pgettext_lazy("column of a list", "Other name or spelling")
    NUMBER = "number", _("Their number for the person")
    SEX = "sex", _("Sex")
    DATE_OF_BIRTH = "date_of_birth", _("Date of birth")
    AGE = "age", _("Age in years")
    NATIONALITY = "nationality", _("Nationality")
    LANGUAGE = "language", _("Languages")
    SEEN_AT = "seen_at", _("When they were there")
    PLACE = "place", _("Where they were")
    CONDITION = "condition", _("How the person is")
    DESCRIPTION = "description", _("Description")


def plain(text: str) -> str:
    """Letters and digits of a heading or an answer, in lower case, without accents and signs."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = [letter for letter in letters if not unicodedata.combining(letter)]
    return " ".join("".join(letter if letter.isalnum() else " " for letter in kept).split())


_HEADINGS: Final[dict[Column, str]] = {
    Column.NAME: "name, full name, names, person, complete name, name and surname, nom complet, nom et prénom, "
    "nom et prénoms, nom prénom, nom prénoms, noms et prénoms, nombre completo, nombre y apellidos, nombre y apellido, "
    "nome e cognome, nome completo, الاسم, الاسم الكامل, الاسم واللقب, имя и фамилия, фио, ф и о, полное имя",
    Column.GIVEN_NAME: "given name, given names, first name, first names, forename, forenames, prénom, prénoms, "
    "nombre, nombres, nome, الاسم الأول, الاسم الشخصي, имя",
    Column.FAMILY_NAME: "family name, family names, last name, surname, nom, nom de famille, apellido, apellidos, "
    "cognome, اسم العائلة, اللقب, الكنية, النسبة, фамилия",
    Column.OTHER_NAME: "other name, other names, alias, also known as, aka, nickname, name in arabic, arabic name, "
    "name in latin letters, surnom, autre nom, apodo, otro nombre, soprannome, اسم آخر, اسم الشهرة, прозвище",
    Column.NUMBER: "number, no, nr, num, id, ref, reference, person id, list number, file number, registration number, "
    "bracelet, wristband, numéro, n, n°, matricule, numéro de dossier, número, expediente, número de expediente, "
    "numero, matricola, الرقم, رقم, رقم الملف, رقم التسجيل, номер, №",
    Column.SEX: "sex, gender, m f, sexe, genre, sexo, género, sesso, genere, الجنس, النوع, пол",
    Column.DATE_OF_BIRTH: "date of birth, dob, birth date, birthdate, born, born on, birthday, date de naissance, "
    "né le, né e le, naissance, fecha de nacimiento, nacimiento, data di nascita, nascita, "
    "تاريخ الميلاد, تاريخ الولادة, дата рождения",
    Column.AGE: "age, age in years, estimated age, age estimé, âge, âge estimé, edad, edad estimada, età, العمر, السن, "
    "возраст",
    Column.NATIONALITY: "nationality, nationalities, citizenship, country, country of origin, nationalité, "
    "pays, pays d origine, pays d'origine, nacionalidad, país, país de origen, nazionalità, paese di origine, الجنسية, "
    "البلد, بلد الأصل, гражданство, страна, страна происхождения",
    Column.LANGUAGE: "language, languages, spoken language, langue, langues, idioma, idiomas, lengua, lingua, lingue, "
    "اللغة, اللغات, язык, языки",
    Column.SEEN_AT: "date, day, seen on, date seen, date of rescue, rescued on, date of arrival, arrival, "
    "arrival date, arrived on, date of admission, admission date, admitted on, date d arrivée, arrivée, "
    "date d admission, date de sauvetage, fecha, fecha de llegada, fecha de ingreso, fecha de rescate, data, "
    "data di arrivo, data di sbarco, التاريخ, تاريخ الوصول, تاريخ الدخول, تاريخ الإنقاذ, дата, "
    "дата прибытия, дата поступления",
    Column.PLACE: "place, where, location, site, place of rescue, port of arrival, port, lieu, lieu de sauvetage, "
    "port d arrivée, lugar, lugar de rescate, puerto, luogo, porto, المكان, الموقع, الميناء, место",
    Column.CONDITION: "condition, health, state of health, medical condition, état, état de santé, santé, estado, "
    "estado de salud, salud, condizione, stato di salute, الحالة, الحالة الصحية, состояние, состояние здоровья",
    Column.DESCRIPTION: "description, distinguishing signs, distinguishing marks, signes particuliers, "
    "señas particulares, descripción, descrizione, segni particolari, الوصف, علامات مميزة, описание, особые приметы",
}  # fmt: skip
_SEXES: Final[dict[Sex, str]] = {
    Sex.MALE: "m, male, man, boy, h, homme, garçon, masculin, hombre, varón, niño, masculino, uomo, maschio, maschile, "
    "ذكر, رجل, ولد, صبي, м, муж, мужской, мужчина, мальчик, 1",
    Sex.FEMALE: "f, female, woman, girl, w, femme, fille, féminin, mujer, niña, femenino, donna, femmina, femminile, "
    "أنثى, امرأة, بنت, فتاة, ж, жен, женский, женщина, девочка, 2",
    Sex.NOT_KNOWN: "0, u, unknown, not known, inconnu, desconocido, sconosciuto, غير معروف, неизвестно",
}
_CONDITIONS: Final[dict[LivingCondition, str]] = {
    LivingCondition.WELL: "good, healthy, fine, bien, bon, bonne, en bonne santé, bueno, sano, sana, bene, buono, "
    "جيد, جيدة, بخير, سليم, хорошее, здоров, здорова",
    LivingCondition.INJURED: "hurt, wounded, blessé, blessée, herido, herida, ferito, ferita, مصاب, مصابة, جريح, "
    "ранен, ранена",
    LivingCondition.ILL: "sick, malade, enfermo, enferma, malato, malata, مريض, مريضة, болен, больна",
    LivingCondition.CRITICAL: "serious, critique, grave, crítico, crítica, critico, critica, حرج, حرجة, тяжёлое",
    LivingCondition.UNCONSCIOUS: "coma, in coma, inconscient, inconsciente, incosciente, فاقد الوعي, без сознания",
    LivingCondition.UNKNOWN: "not known, inconnu, desconocido, sconosciuto, غير معروف, неизвестно",
}
HEADINGS: Final = {plain(word): column for column, said in _HEADINGS.items() for word in said.split(",")}
SEXES: Final = {plain(word): sex for sex, said in _SEXES.items() for word in said.split(",")}
CONDITIONS: Final = {plain(word): code for code, said in _CONDITIONS.items() for word in said.split(",")}

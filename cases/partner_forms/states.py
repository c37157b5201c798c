"""Forms of States that search: Mexico's sheet and its unified form, Colombia's national form.

The ten items of the Mexican sheet were checked in its text; all else is mapped from general knowledge.
"""

from __future__ import annotations

from typing import Final

from cases.partner_forms.declare import About, Form, NotHeld, Section, held, missing

_MARKS: Final = (
    "CaseSearchFile.distinguishing_features", "CaseMark.mark_type", "CaseMark.site", "CaseMark.side",
    "CaseMark.motifs", "CaseMark.inscription", "CaseMark.description",
)  # fmt: skip
_THINGS: Final = (
    "CaseBelonging.item_class", "CaseBelonging.colours", "CaseBelonging.brand", "CaseBelonging.size",
    "CaseBelonging.serial", "CaseBelonging.description", "CaseBelonging.worn_or_carried",
)  # fmt: skip
_HEIGHT: Final = ("CaseSearchFile.height_cm_low", "CaseSearchFile.height_cm_high", "CaseSearchFile.height_class")
_WEIGHT: Final = ("CaseSearchFile.weight_kg_low", "CaseSearchFile.weight_kg_high")
_HAIR: Final = (
    "CaseSearchFile.hair_colour", "CaseSearchFile.hair_dyed", "CaseSearchFile.hair_length", "CaseSearchFile.hair_form",
    "CaseSearchFile.baldness",
)  # fmt: skip
_REACHED: Final = ("Channel.kind", "Channel.value")

MEXICO_SHEET: Final = Form(
    "mx_ficha", "México, CNB / RNPDNO: ficha de búsqueda", "es", About.CASE,
    (
        Section(1, "Persona desaparecida o no localizada", (
            held("Nombre", "CaseName.full_original", checked=True),
            held("Edad", "CaseSearchFile.age_low", "CaseSearchFile.age_high", checked=True),
            held("Sexo", "Case.sex", checked=True),
            held("Fotografía", "CasePhoto.content", checked=True),
            held("Señas particulares", *_MARKS, checked=True),
        )),
        Section(2, "Hechos", (
            held("Fecha", "CaseSearchFile.date_last_contact", checked=True),
            held("Lugar", "CaseSearchFile.place_last_contact", checked=True),
            held("Vulnerabilidad", "CaseSearchFile.priorities", checked=True),
        )),
        Section(3, "Contacto y folio", (
            held("Contacto", *_REACHED, checked=True),
            missing("Folio", NotHeld.OFFICE, checked=True),
        )),
    ),
)  # fmt: skip

MEXICO: Final = Form(
    "mx_fub", "México: Formato Único de Búsqueda (FUB)", "es", About.CASE,
    (
        Section(1, "Persona que reporta", (
            held("Nombre", "RelativeName.full_original"),
            held("Parentesco o relación", "RelativeTie.relationship"),
            held("Teléfono, correo, horario", *_REACHED, "Channel.safe_hours"),
            held("Idioma", "Relative.language"),
            held("País de residencia", "Relative.country_of_residence"),
        )),
        Section(2, "Persona que se busca", (
            held("Nombre completo", "CaseName.full_original", "CaseName.latn"),
            held("Nombre(s)", "CaseName.given"),
            held("Primer y segundo apellido", "CaseName.family"),
            held("Apodo, otros nombres", "CaseName.kind", "CaseName.full_original"),
            held("Nombre del padre y de la madre", "CaseName.father_name", "CaseName.mother_name"),
            held("Sexo", "Case.sex"),
            held("Fecha de nacimiento", "CaseSearchFile.date_of_birth"),
            held("Edad", "CaseSearchFile.age_low", "CaseSearchFile.age_high"),
            held("Nacionalidad", "Case.nationalities"),
            held("Lugar de origen", "CaseSearchFile.place_of_origin"),
            missing("CURP", NotHeld.UNASKED),
            held("Identificaciones", "CaseDocument.doc_type", "CaseDocument.doc_number",
                 "CaseDocument.issuing_country"),
            missing("Ocupación", NotHeld.UNASKED),
            missing("Pertenencia étnica", NotHeld.HARM),
            missing("Teléfonos y redes sociales de la persona", NotHeld.IN_WORDS),
        )),
        Section(3, "Hechos", (
            held("Fecha del último contacto", "CaseSearchFile.date_last_contact"),
            held("Lugar del último contacto", "CaseSearchFile.place_last_contact"),
            held("Relato de los hechos", "CaseSearchFile.circumstances_text", "Case.circumstance_codes"),
            held("Ruta y destino", "Case.route_code", "Case.destination_country"),
            held("Acompañantes", "CaseSearchFile.companions_text"),
            missing("Posibles responsables", NotHeld.HARM),
        )),
        Section(4, "Media filiación", (
            held("Estatura", *_HEIGHT),
            held("Peso", *_WEIGHT),
            held("Complexión", "CaseSearchFile.build"),
            missing("Tez", NotHeld.HARM),
            held("Cabello", *_HAIR),
            held("Ojos", "CaseSearchFile.eye_colour", "CaseSearchFile.eye_colour_left"),
            held("Dientes", "CaseSearchFile.smile", "CaseDentalChart.teeth"),
            held("Señas particulares", *_MARKS),
            held("Prótesis, implantes, fracturas", "CaseMedical.item_type", "CaseMedical.site", "CaseMedical.side",
                 "CaseMedical.device_serial", "CaseMedical.description"),
            held("Fotografía", "CasePhoto.content"),
        )),
        Section(5, "Vestimenta y pertenencias", (held("Ropa, calzado, objetos", *_THINGS),)),
        Section(6, "Muestras y huellas", (
            held("Muestras que pueden darse", "CaseHolders.samples_offered"),
            held("Dónde hay huellas", "CaseHolders.prints_held", "CaseHolders.prints_held_by"),
        )),
        Section(7, "Autoridad que recibe", (missing("Folio, nombre, cargo, firma, fecha", NotHeld.OFFICE),)),
    ),
)  # fmt: skip

COLOMBIA: Final = Form(
    "co_fub", "Colombia: Formato Nacional para la Búsqueda de Personas Desaparecidas", "es", About.CASE,
    (
        Section(1, "Datos de quien informa", (
            held("Nombres y apellidos", "RelativeName.full_original"),
            held("Parentesco", "RelativeTie.relationship"),
            held("Teléfono, correo", *_REACHED),
        )),
        Section(2, "Datos del desaparecido", (
            held("Nombres", "CaseName.given"),
            held("Apellidos", "CaseName.family"),
            held("Nombre completo y alias", "CaseName.full_original", "CaseName.kind"),
            held("Nombre del padre y de la madre", "CaseName.father_name", "CaseName.mother_name"),
            held("Documento de identidad", "CaseDocument.doc_type", "CaseDocument.doc_number",
                 "CaseDocument.issuing_country"),
            held("Sexo", "Case.sex"),
            held("Fecha de nacimiento y edad", "CaseSearchFile.date_of_birth", "CaseSearchFile.age_low",
                 "CaseSearchFile.age_high"),
            held("Lugar de origen", "CaseSearchFile.place_of_origin"),
            held("Nacionalidad", "Case.nationalities"),
            missing("Estado civil", NotHeld.UNASKED),
            missing("Ocupación", NotHeld.UNASKED),
            missing("Grupo étnico, ancestro racial", NotHeld.HARM),
        )),
        Section(3, "Datos de la desaparición", (
            held("Fecha", "CaseSearchFile.date_last_contact"),
            held("Lugar", "CaseSearchFile.place_last_contact"),
            held("Descripción de los hechos", "CaseSearchFile.circumstances_text", "CaseSearchFile.companions_text"),
            missing("Presuntos autores", NotHeld.HARM),
        )),
        Section(4, "Descripción morfológica", (
            held("Talla", *_HEIGHT),
            held("Contextura", "CaseSearchFile.build"),
            missing("Color de piel", NotHeld.HARM),
            held("Cabello", *_HAIR),
            held("Ojos", "CaseSearchFile.eye_colour", "CaseSearchFile.eye_colour_left"),
            held("Señales particulares", *_MARKS),
            held("Fotografía", "CasePhoto.content"),
        )),
        Section(5, "Antecedentes médicos y odontológicos", (
            held("Fracturas, prótesis, cirugías", "CaseMedical.item_type", "CaseMedical.site", "CaseMedical.side",
                 "CaseMedical.device_serial", "CaseMedical.description"),
            held("Carta dental", "CaseDentalChart.teeth", "CaseSearchFile.smile"),
            held("Quién tiene la historia", "CaseHolders.record_holder", "CaseHolders.dentist"),
        )),
        Section(6, "Prendas y objetos", (held("Prendas, calzado, objetos", *_THINGS),)),
        Section(7, "Muestras de referencia", (
            held("Familiares que pueden dar muestra", "CaseHolders.samples_offered"),
        )),
        Section(8, "Funcionario que recibe", (missing("Radicado SIRDEC, nombre, firma", NotHeld.OFFICE),)),
    ),
)  # fmt: skip

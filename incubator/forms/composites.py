"""Answers made of a few named parts: the questions that each part asks, in the words of a definition."""

from typing import Any

Raw = dict[str, Any]


def _part(key: str, type_: str, fr: str, en: str, **more: Any) -> Raw:
    return {"key": key, "type": type_, "label": {"fr": fr, "en": en}, **more}


GENDERS = [
    {"code": "F", "label": {"fr": "Femme", "en": "Woman"}},
    {"code": "M", "label": {"fr": "Homme", "en": "Man"}},
]
PERSON: dict[str, Raw] = {
    part["key"]: part
    for part in (
        _part("last_name", "text", "Nom", "Last name", max_length=80),
        _part("first_names", "text", "Prénoms", "First names", max_length=120),
        _part("gender", "choice", "Sexe", "Gender", choices=GENDERS),
        _part("birth_date", "date", "Date de naissance", "Date of birth", year_only_allowed=True),
        _part("role", "text", "Fonction", "Position", max_length=120),
        _part("phone", "phone", "Téléphone", "Telephone"),
        _part("email", "email", "Adresse électronique", "E-mail address"),
    )
}
ALWAYS = ("last_name", "first_names")
GPS = (
    _part("latitude", "coordinate", "Latitude", "Latitude", min=-90, max=90, required=True),
    _part("longitude", "coordinate", "Longitude", "Longitude", min=-180, max=180, required=True),
)


def parts_of(field: Raw) -> list[Raw] | None:
    """Return the columns of a person or of a place on the map, None for every other type.

    A person is asked for the parts listed in `parts` (all of them without a list); the names always, and the
    parts of `needed` once the person is given at all.
    """
    if field.get("type") == "gps":
        return [dict(part) for part in GPS]
    if field.get("type") != "person":
        return None
    asked, needed = {*ALWAYS, *(field.get("parts") or PERSON)}, {*ALWAYS, *(field.get("needed") or ())}
    return [part | {"required": key in needed} for key, part in PERSON.items() if key in asked]

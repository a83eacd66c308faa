"""Filling in a call's own form as a person does, whatever its questions: by the kind of control on the page."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from PIL import Image

from tests.journeys.people import Person

MORE = "Enregistrer et ajouter une ligne"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def paper(name: str, formats: Iterable[str]) -> dict[str, Any]:
    """A small file in one of these formats, to upload."""
    if "pdf" in formats:
        return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": PDF}
    picture = BytesIO()
    Image.new("RGB", (640, 480), "darkgreen").save(picture, "JPEG")
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def fill_fields(person: Person, fields: Iterable[Mapping[str, Any]], answers: Mapping[str, Any]) -> None:
    """Answer each field of the page that is shown and has an answer."""
    for field in fields:
        value = answers.get(field["key"])
        if value is None and field["type"] != "file":
            continue
        if field["type"] in ("repeat", "budget"):
            _rows(person, field["key"], value)
        elif field["type"] == "file":
            _attach(person, field)
        else:
            _answer(person, field["key"], value)


def _answer(person: Person, name: str, value: Any) -> None:
    controls = person.page.locator(f'main [name="{name}"]:not([type=hidden])')
    if controls.count() == 0:
        return
    kind = controls.first.evaluate("node => node.type")
    codes = [_code(one) for one in (value if isinstance(value, list) else [value])]
    if kind == "select-one":
        for place, code in enumerate(codes):
            if place == controls.count():
                person.press(MORE)
            controls.nth(place).select_option(code)
    elif kind in ("radio", "checkbox"):
        for code in codes:
            one = person.page.locator(f'main [name="{name}"][value="{code}"]')
            if code != "no" or kind == "radio":
                one.check()
    elif controls.first.is_visible():
        controls.first.fill(codes[0])


def _code(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _rows(person: Person, name: str, rows: list[dict[str, Any]]) -> None:
    if person.page.locator(f'main [name="{name}"]').count() == 0:
        return
    for place, row in enumerate(rows):
        cells = {f"{name}-{place}-{key}": value for key, value in row.items() if value is not None}
        if person.page.locator(f'[name="{next(iter(cells))}"]').count() == 0:
            person.press(MORE)
        for cell, value in cells.items():
            _answer(person, cell, value)


def _attach(person: Person, field: Mapping[str, Any]) -> None:
    chooser = person.page.locator(f'main input[type=file][name="{field["key"]}"]')
    if field.get("required") and chooser.count():
        chooser.set_input_files(paper(field["key"], field["formats"]))

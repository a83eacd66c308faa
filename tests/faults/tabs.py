"""A browser tab without a browser: a page is opened, its form is filled in and posted back as a browser would."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

DRAWS_NO_VALUE = ("submit", "button", "image", "reset", "file")


class Tab:
    """A page as somebody opened it; it stays as it was while others change what stands behind it."""

    def __init__(self, client: Client, address: str, *, form: str = "main form[method=post]") -> None:
        self.client, self.address, self.form = client, address, form
        self.show(client.get(address, follow=True))

    def show(self, response: Any) -> None:
        """Take an answer as the page now open."""
        self.response, self.html = response, response.content.decode()
        self.page = BeautifulSoup(self.html, "lxml")
        found = self.page.select_one(self.form)
        self.fields = fields_of(found) if found else {}
        self.action = (found.get("action") if found else "") or self.address

    def press(self, button: tuple[str, str] | None = None, to: str = "", **typed: Any) -> "Tab":
        """Post the form with what was typed over it (None leaves a field out); the answer is the page now open."""
        posted = {**self.fields, **{name.replace("__", "-"): value for name, value in typed.items()}}
        posted |= dict([button]) if button else {}
        kept = {name: value for name, value in posted.items() if value is not None}
        self.show(self.client.post(to or self.action, kept, follow=True))
        return self

    @property
    def text(self) -> str:
        """The words of the page, spaces made plain."""
        return " ".join(self.page.get_text(" ").split())


def fields_of(form: Tag) -> dict[str, Any]:
    """Return what a form would post as it stands, by name."""
    found: dict[str, list[str]] = {}
    for each in form.select("input[name], textarea[name], select[name]"):
        if each.has_attr("disabled") or each.get("type") in DRAWS_NO_VALUE:
            continue
        if each.name == "select":
            chosen = each.select("option[selected]") or each.select("option")[:1]
            values = [option.get("value", option.get_text()) for option in chosen]
        elif each.get("type") in ("radio", "checkbox"):
            values = [each.get("value", "on")] if each.has_attr("checked") else []
        else:
            values = [
                each.get_text().removeprefix("\n") if each.name == "textarea" else each.get("value", "")
            ]
        if values:
            found.setdefault(each["name"], []).extend(values)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}

"""Reads a page as a person does: its links, its forms with what stands in them, and the words in sight."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSEEN = {"script", "style", "template", "head"}
BLOCKS = {
    "p",
    "li",
    "td",
    "th",
    "div",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "label",
    "option",
    "button",
    "a",
    "tr",
    "legend",
}


@dataclass
class Form:
    """A form of a page: where it goes, what stands in its fields, and its submit buttons in order."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, formaction
    file_fields: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """The links, forms and visible words of one page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.images: list[str] = []
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self._by_id: dict[str, Form] = {}
        self._words: list[str] = []
        self._form: Form | None = None
        self._unseen = 0
        self._select: tuple[Form, str, list[str], str | None] | None = None
        self._area: tuple[Form, str, list[str]] | None = None
        self._late: list[tuple[str, str, dict]] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag, attrs):
        at = {name: value or "" for name, value in attrs}
        self._unseen += tag in UNSEEN
        self._words.append("\n" * (tag in BLOCKS))
        self.ids.add(at.get("id", ""))
        if tag == "a" and "href" in at:
            self.links.append(at["href"])
        elif tag in ("img", "source") and at.get("src"):
            self.images.append(at["src"])
        elif tag == "form":
            self._form = Form(at.get("action", ""), at.get("method", "get").lower())
            self.forms.append(self._form)
            self._by_id[at.get("id", "")] = self._form
        elif tag in ("input", "button", "select", "textarea"):
            self._control(tag, at)
        elif tag == "option" and self._select:
            self._option(at)

    def _option(self, at: dict[str, str]) -> None:
        form, name, chosen, first = self._select
        value = at.get("value", "")
        if "selected" in at:
            chosen.append(value)
        if first is None and "disabled" not in at:
            self._select = (form, name, chosen, value)

    def handle_endtag(self, tag):
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag in BLOCKS:
            self._words.append("\n")
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select:
            form, name, chosen, first = self._select
            for value in chosen or ([first] if first is not None else []):
                form.fields.append((name, value))
            self._select = None
        elif tag == "textarea" and self._area:
            form, name, parts = self._area
            form.fields.append((name, "".join(parts).removeprefix("\n")))
            self._area = None

    def handle_data(self, data):
        if self._area:
            self._area[2].append(data)
        elif not self._unseen:
            self._words.append(data)

    def _control(self, tag: str, at: dict[str, str]) -> None:
        form = self._by_id.get(at["form"]) if at.get("form") else self._form
        if form is None or "disabled" in at:
            return
        name, kind = at.get("name", ""), at.get("type", "submit" if tag == "button" else "text").lower()
        if tag == "select" and name:
            self._select = (form, name, [], None)
        elif tag == "textarea" and name:
            self._area = (form, name, [])
        elif kind in ("submit", "image"):
            form.buttons.append((name, at.get("value", ""), at.get("formaction", "")))
        elif kind == "file":
            form.file_fields.append(name)
        elif name and kind not in ("button", "reset"):
            if kind not in ("checkbox", "radio") or "checked" in at:
                form.fields.append((name, at.get("value", "on" if kind in ("checkbox", "radio") else "")))

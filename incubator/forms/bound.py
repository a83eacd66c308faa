"""One field of a page, ready to draw: text, flags and lists, nothing to look up any more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as factory
from typing import Any

from django.utils.safestring import SafeString

from incubator.core.bilingual import Text
from incubator.forms import drawing
from incubator.ui.counters import Limit

Groups = Iterable[tuple[str, Iterable[tuple[str, str]]]]


@dataclass
class Option:
    """One answer of a list."""

    code: str
    label: str
    selected: bool
    id: str


@dataclass
class BoundDisplay:
    """A heading, a text or an image between questions."""

    type: str
    label: Text
    url: str = ""
    shown_when: str = ""


@dataclass
class BoundField:
    """One field ready to draw: `widget` names its template, everything else is text, flags and lists."""

    key: str
    name: str
    id: str
    type: str
    widget: str
    label: Text
    help: Text | None
    required: bool
    value: Any
    shown: bool = True
    shown_when: str = ""
    required_when: str = ""
    error: str = ""
    warning: str = ""
    html_type: str = "text"
    inputmode: str = ""
    autocomplete: str = ""
    suffix: str = ""
    limit: Limit | None = None
    choices: list[Option] = factory(default_factory=list)
    lists: list[SafeString] = factory(default_factory=list)
    rows: list["Row"] = factory(default_factory=list)
    empty_row: "Row | None" = None
    most_rows: int = 0
    accept: str = ""
    max_bytes: int | None = None
    total: str = ""
    source: str = ""
    before: list[BoundDisplay] = factory(default_factory=list)
    after: list[BoundDisplay] = factory(default_factory=list)

    @property
    def html(self) -> SafeString:
        """The field as it is drawn."""
        return drawing.draw(self)

    @property
    def described_by(self) -> str:
        """The ids of the help, the error, the warning and the counter that are there."""
        counted = self.limit and not self.limit.quiet
        parts = {"help": self.help, "error": self.error, "warning": self.warning, "count": counted}
        return " ".join(f"{self.id}_{name}" for name, there in parts.items() if there)

    @property
    def anchor(self) -> str:
        """The id that an error summary links to."""
        listed = self.widget in ("radios", "checkboxes", "rating") and self.choices
        return self.choices[0].id if listed else self.id


@dataclass
class Row:
    """One line of a table of answers."""

    label: str
    cells: list[BoundField]
    spare: bool = False
    total: str = ""


@dataclass(frozen=True)
class Page:
    """What every field of the step needs to be drawn."""

    language: str
    errors: Mapping[str, str]
    warnings: Mapping[str, str]
    communes: Groups
    autocomplete: bool

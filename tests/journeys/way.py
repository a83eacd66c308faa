"""One whole way: its call, its teams, its people, each in a browser of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Browser

from tests.journeys.people import Person
from tests.journeys.stack import Stack

DESK_WIDTH = 1280


@dataclass
class Team:
    """A founder who applies, with the answers they will give; `file` is the address of their application."""

    founder: str
    name: str
    answers: Mapping[str, Any]
    file: str = ""
    startup: str = ""


@dataclass(frozen=True)
class Case:
    """A call to walk through: its file, who applies, and what is true of this call only."""

    name: str
    data: Mapping[str, Any]
    teams: tuple[Team, ...]
    wrong: Mapping[str, Any]  # answers of the check that close the call
    reason: str  # the sentence they are told
    too_late: str


@dataclass
class Way:
    stack: Stack
    browser: Browser
    case: Case
    width: int  # of founders, jurors and mentors
    scripts: bool  # whether their browsers run scripts
    cohort: str = ""
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def series(self) -> str:
        return f"{self.case.name}-{self.width}" + ("" if self.scripts else "-no-script")

    @property
    def slug(self) -> str:
        return self.case.data["slug"]

    @property
    def reference(self) -> str:
        return self.case.data["reference"]

    @property
    def call_path(self) -> str:
        return f"/appels/{self.slug}/"

    @property
    def fields(self) -> list[Mapping[str, Any]]:
        return [one for step in self.case.data["form"] for one in step["fields"]]

    def day(self, kind: str) -> datetime:
        """The instant of the call's calendar of this kind: open, close, start…"""
        text = next(entry["start"] for entry in self.case.data["calendar"] if entry["kind"] == kind)
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    def person(self, name: str) -> Person:
        """Somebody of the centre, at a desk."""
        return self._person(name, DESK_WIDTH, scripts=True)

    def outsider(self, name: str) -> Person:
        """Somebody who comes from outside, on their own device."""
        return self._person(name, self.width, scripts=self.scripts)

    def founder(self, team: Team) -> Person:
        return self.outsider(team.founder)

    def _person(self, name: str, width: int, *, scripts: bool) -> Person:
        if name not in self.people:
            self.people[name] = Person(
                self.browser, self.stack, name, width=width, scripts=scripts, series=self.series
            )
        return self.people[name]

    def documents_asked(self, answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The documents a team with these answers must add."""
        return [
            one
            for one in self.case.data["documents"]
            if one["when"] == "application" and (one["required"] or _holds(one.get("required_when"), answers))
        ]

    def milestone(self, number: int) -> Mapping[str, Any]:
        """What the call's template says of a milestone."""
        return next(one for one in self.case.data["milestone_template"] if one["number"] == number)

    def troubles(self) -> list[str]:
        """Script errors, refusals of the content policy and unexpected answers, of everybody."""
        return [f"{name}: {each}" for name, person in self.people.items() for each in person.troubles]


def _holds(condition: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> bool:
    if not condition:
        return False
    inside = answers.get(condition["field"]) in condition["value"]
    return inside if condition["op"] == "in" else not inside

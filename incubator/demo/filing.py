"""Fills in and sends an application as its team would: answers drawn around those of the sample start-ups."""

from copy import deepcopy
from datetime import date, datetime
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from incubator.applications.filling import drafting
from incubator.applications.filling.answer_set import Contents
from incubator.applications.models import Application
from incubator.forms.completeness import DOCUMENTS
from incubator.forms.definition import Definition
from incubator.people.models import User

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def pdf(name: str) -> SimpleUploadedFile:
    """A blank page, for every document of the demonstration."""
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def answers_around(sample: dict[str, Any], definition: Definition, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the sample's answers with the facts of another team, put where the form maps them."""
    answers = deepcopy(sample)
    for field in definition.fields():
        if field.maps_to in facts:
            answers[field.key] = facts[field.maps_to]
    return {key: value for key, value in answers.items() if value is not None}


def facts_of(
    *, name: str, pitch: str, person: tuple[str, str], gender: str, number: int, commune: str, sector: str,
    born: date, draw: Random, year: int,
) -> dict[str, Any]:  # fmt: skip
    """Return the typed facts of an invented team, by the names of the typed columns."""
    founders = draw.randint(2, 5)
    women = draw.randint(1 if gender == "F" else 0, founders - (0 if gender == "F" else 1))
    return {
        "startup_name": name,
        "pitch": pitch,
        "lead_first_names": person[0],
        "lead_last_name": person[1],
        "lead_gender": gender,
        "lead_birth_date": born.isoformat(),
        "lead_phone": f"+228 90 {number // 10000:02d} {number // 100 % 100:02d} {number % 100:02d}",
        "lead_email": f"personne{number}@demo.example",
        "rccm": f"TG-XXX-00-{year}-A00-{number:05d}",
        "nif": f"{number:010d}",
        "registration_date": date(year, draw.randint(1, 12), draw.randint(1, 28)).isoformat(),
        "commune": commune,
        "sector": sector,
        "founders_count": founders,
        "founders_women": women,
        "founders_youth": draw.randint(1, founders),
        "users": draw.randint(20, 4000),
        "revenue_12m": draw.randint(0, 60) * 100_000,
        "jobs_full_time_women": draw.randint(0, 3),
        "jobs_full_time_men": draw.randint(0, 3),
        "jobs_part_time_women": draw.randint(0, 2),
        "jobs_part_time_men": draw.randint(0, 2),
        "jobs_youth": draw.randint(0, 3),
    }


def add_documents(application: Application, *, by: User, at: datetime) -> None:
    """Add a blank PDF for each document that is still missing."""
    for item in Contents.read(application).missing():
        if item.step == DOCUMENTS:
            drafting.attach(application, item.key, [pdf(f"{item.key}.pdf")], by=by, at=at)

"""The sample call, its definition and the facts of the country, for every test of the form engine."""

import datetime
import json

import pytest
from django.utils import translation

from incubator.forms.conditions import closing_date
from incubator.forms.definition import Definition, compile_definition
from incubator.forms.types import parse, stored
from tests.files import CALL
from tests.files import DIVISIONS as DIVISIONS_FILE

SAMPLE = json.loads(CALL.read_text(encoding="utf-8"))
DIVISIONS = json.loads(DIVISIONS_FILE.read_text(encoding="utf-8"))
PLACES = {
    commune["slug"]: {
        "name": commune["name"],
        "region": region["slug"],
        "prefecture": prefecture["slug"],
        "reporting_zone": prefecture["reporting_zone"],
    }
    for region in DIVISIONS["regions"]
    for prefecture in region["prefectures"]
    for commune in prefecture["communes"]
}


def know(part, value):
    return PLACES.get(value, {}).get(part)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def facts():
    return know


@pytest.fixture(scope="session")
def call():
    return SAMPLE["call"]


@pytest.fixture(scope="session")
def compiled(call):
    return compile_definition(call["form"], call["documents"], {"call.themes": call["themes"]})


@pytest.fixture(scope="session")
def definition(compiled):
    return Definition.load(json.loads(json.dumps(compiled)))


@pytest.fixture(scope="session")
def closing_on(call) -> datetime.date:
    return closing_date(call["calendar"])


@pytest.fixture(scope="session")
def answers_of(definition):
    """The stored answers of one of the twelve start-ups, read as the API would read them."""

    def read(slug):
        (startup,) = [s for s in SAMPLE["startups"] if s["slug"] == slug]
        fields = definition.fields_by_key
        return {key: stored(parse(fields[key], raw)) for key, raw in startup["answers"].items()}

    return read


@pytest.fixture(scope="session")
def communes():
    return [
        (region["name"], [(c["slug"], c["name"]) for p in region["prefectures"] for c in p["communes"]])
        for region in DIVISIONS["regions"]
    ]


def make(*fields, documents=()):
    """Build a one-step definition from fields given in the shape of a call file."""
    form = [{"step": "1", "title_fr": "Étape", "title_en": "Step", "fields": list(fields)}]
    return Definition.load(compile_definition(form, list(documents), {}))


def field(type_, **options):
    """Build one field: its label is "Réponse" / "Answer"."""
    base = {
        "key": "answer",
        "type": type_,
        "label_fr": "Réponse",
        "label_en": "Answer",
        "data_class": "internal",
    }
    return make(base | options).fields_by_key[options.get("key", "answer")]

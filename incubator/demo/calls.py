"""The calls of the demonstration: the sample call, open now, and six earlier ones made from it."""

import json
from copy import deepcopy
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cms import publishing
from incubator.people.models import User
from incubator.programmes.call_file.loading import load_call
from incubator.programmes.models import Call
from incubator.programmes.preparation import approval

FILE = Path(__file__).parent / "data" / "call_communes.json"
STARTS_ON = date(2027, 6, 7)  # the sample cohort's first day
MIDDLE = date(2027, 2, 10)  # a day inside the sample call's window


def sample() -> dict[str, Any]:
    """The sample file: a call and its twelve start-ups."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def open_now(staff: User, director: User, *, now: datetime) -> Call:
    """Publish the sample call with its dates shifted so that it is open today."""
    shift = timedelta(days=(now.date() - MIDDLE).days)
    return _publish(sample(), staff, director, shift=shift, at=now - timedelta(days=60))


def slug_of(number: int) -> str:
    """Return the address of the call of an earlier cohort."""
    return f"communes-et-territoires-cohorte-{number}"


def earlier(number: int, staff: User, director: User, *, starts_on: date) -> Call:
    """Publish an earlier call of the programme, whose cohort started on that day."""
    data = deepcopy(sample())
    call = data["call"]
    call["reference"] = f"AC-{starts_on.year}-{number:02d}"
    call["slug"] = slug_of(number)
    call["title_fr"] = f"Appel à candidatures : « Solutions numériques », cohorte {number}"
    call["title_en"] = f"Call for applications: “Digital solutions”, cohort {number}"
    shift = timedelta(days=(starts_on - STARTS_ON).days)
    opened = datetime.fromisoformat("2027-01-18T09:00:00+00:00") + shift
    return _publish(data, staff, director, shift=shift, at=opened - timedelta(days=20))


def _publish(data: dict[str, Any], staff: User, director: User, *, shift: timedelta, at: datetime) -> Call:
    call = load_call(data, by=staff, at=at, shift=shift)
    approval.propose(call, by=staff, at=at)
    approval.approve(call, by=director, at=at + timedelta(days=1))
    publishing.publish(call, by=staff, at=at + timedelta(days=2))
    return call

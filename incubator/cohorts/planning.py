"""Plans a cohort."""
from datetime import date, datetime
from typing import Any

from django.db import transaction

from incubator.cohorts.models import Cohort
from incubator.people.models import Actor
from incubator.programmes.models import Call, Programme
from incubator.workflow import audit, deciding


@transaction.atomic
def plan_cohort(
    call: Call | None,
    *,
    programme: Programme,
    number: int,
    slug: str,
    title_fr: str,
    title_en: str = "",
    starts_on: date,
    ends_on: date,
    places: int,
    by: Actor,
    at: datetime,
) -> Cohort:
    """Create the cohort that a call fills, and its audit row. Raise NotAllowed."""
    deciding.require("cohort.plan", by, None, at)
    words: dict[str, Any] = {"title_fr": title_fr, "title_en": title_en}
    cohort = Cohort.objects.create(
        programme=programme,
        call=call,
        number=number,
        slug=slug,
        starts_on=starts_on,
        ends_on=ends_on,
        places=places,
        created_at=at,
        **words,
    )
    audit.record("cohort.plan", cohort, by=by, at=at, places=places)
    return cohort

"""The keys of communes and sectors, found by what an answer names."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incubator.applications.filling import typed_columns
from incubator.startups.models import Sector
from incubator.territory.models import Commune
from tests.world.programmes import published_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(centre, officer, director):
    return published_call(officer, director).form_version.form


def keys(form, commune: object, theme: object) -> tuple[int | None, int | None]:
    columns = typed_columns.columns_of(form, {"commune": commune, "theme": theme})
    return columns["commune_id"], columns["sector_id"]


def test_a_commune_and_a_sector_are_found_by_their_slugs(form):
    commune, sector = Commune.objects.get(slug="tone-1"), Sector.objects.first()

    assert keys(form, "tone-1", sector.slug) == (commune.pk, sector.pk)


def test_what_is_not_there_is_found_once_it_is(form):
    assert keys(form, "tone-1", "new-theme")[1] is None

    sector = Sector.objects.create(slug="new-theme", name_fr="Nouveau")

    assert keys(form, "tone-1", "new-theme")[1] == sector.pk


def test_what_names_nothing_costs_no_question(form):
    with CaptureQueriesContext(connection) as asked:
        assert [keys(form, value, value) for value in (None, "", 7, ["tone-1"])] == [(None, None)] * 4

    assert not asked

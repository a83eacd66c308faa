from incubator.territory.loading import load_divisions
from incubator.territory.models import Commune, Prefecture, Region, ReportingZone


def test_the_divisions_of_togo_are_loaded_once(db):
    assert load_divisions() == 117
    assert load_divisions() == 117

    counts = [model.objects.count() for model in (ReportingZone, Region, Prefecture, Commune)]
    assert counts == [6, 5, 39, 117]


def test_region_and_zone_follow_from_the_commune(territory):
    facts = Commune.objects.facts()

    assert facts["golfe-4"] == {"prefecture": "golfe", "region": "maritime", "reporting_zone": "grand-lome"}
    assert facts["zio-1"]["reporting_zone"] == "maritime-hors-grand-lome"


def test_a_commune_is_named_with_its_chief_town(territory):
    assert str(Commune.objects.get(slug="tone-1")) == "Tône 1 – Dapaong"

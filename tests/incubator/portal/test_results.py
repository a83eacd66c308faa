from datetime import timedelta

from incubator.portal import results
from tests.world.incubation import active_place


def test_first_day_says_what_will_be_here(client, centre):
    html = client.get("/resultats/").content.decode()

    assert "Les premiers résultats seront ici quand la première cohorte aura commencé." in html


def test_english_page_has_its_own_address(client, centre):
    response = client.get("/en/results/")

    assert response.status_code == 200
    assert 'lang="en"' in response.content.decode()
    assert response.cookies == {}


def test_a_place_counts_once_it_is_taken(client, centre, founder, officer, director, at):
    place = active_place(founder, officer, director, at=at)

    found = results.gather(at + timedelta(days=1))

    assert {key: value.total for key, value in found.values.items()} == {
        "startups": 1, "present": 1, "graduated": 0, "led_by_women": 0, "paid": 0, "justified": 0, "turnover": 0,
        "jobs": 0, "mentoring": 0,
    }  # fmt: skip
    assert found.zones[-1] == ("Non enregistré", 1) and place.startup.commune_id is None
    assert [tile["value"] for tile in found.tiles()][:3] == ["1", "1", "0"]

import pytest

HOMES = [
    ("founder", "/portal/", 200),
    ("outsider", "/portal/", 200),
    ("mentor_user", "/portal/", 200),
    ("juror", "/portal/", 200),
    ("agent", "/portal/", 200),
    ("officer", "/desk/", 200),
    ("finance", "/desk/", 200),
    ("approver", "/desk/", 200),
    ("director", "/desk/", 200),
    ("donor", "/desk/", 200),
    ("admin", "/desk/", 200),
    ("officer", "/portal/", 302),
    ("founder", "/desk/", 404),
    ("mentor_user", "/desk/", 404),
    ("director", "/desk/decide/", 200),
    ("officer", "/desk/decide/", 404),
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("role", "address", "status"), HOMES)
def test_each_role_has_its_home(request, inside, place, now, role, address, status, language):
    answer = inside(request.getfixturevalue(role), language).get(address)

    assert answer.status_code == status
    if status == 200:
        assert f'<html lang="{language}"' in answer.content.decode()


def test_a_person_with_a_place_is_in_the_founders_space(inside, place, founder, outsider, now):
    mine, other = inside(founder).get("/portal/"), inside(outsider).get("/portal/")

    assert (mine.wsgi_request.space, mine.wsgi_request.space_kwargs) == (
        "founder",
        {"slug": place.startup.slug},
    )
    assert (other.wsgi_request.space, hasattr(other.wsgi_request, "space_kwargs")) == ("applicant", False)
    urls = [item["link"].url for item in mine.context["chrome"].nav]
    base = f"/portal/startups/{place.startup.slug}/"
    assert urls == [
        "/portal/",
        f"{base}milestones/",
        f"{base}reports/",
        f"{base}mentoring/",
        f"{base}grant/",
        base,
    ]

"""Every list of the desk: its page, what is kept of it and its table open to the same people, and to nobody else."""

from urllib.parse import urlencode

import pytest
from django.forms import BooleanField
from django.http import QueryDict
from django.urls import URLPattern, get_resolver

from incubator.people.states import Role
from tests.conftest import make_person
from tests.world.reviews import SCREENED


def declared():
    """Every list of the desk, by the address that it stands at."""
    found = {}

    def walk(patterns, before):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                if hasattr(pattern.callback, "desk_list"):
                    found[f"/{route}"] = pattern.callback.desk_list
            else:
                walk(pattern.url_patterns, route)

    walk(get_resolver().url_patterns, "")
    return found


LISTS = {address: one for address, one in declared().items() if "<" not in address}


def test_lists_are_found_and_each_has_a_name_of_its_own():
    names = [one.name for one in LISTS.values()]

    assert {"applications", "tranches", "ledger"} <= set(names)
    assert len(set(names)) == len(names)


def test_personal_contacts_and_letters_leave_in_no_table():
    """What of applications may leave, their own export says."""
    closed = {one.name for one in declared().values() if not one.exports}

    assert closed >= {"applications", "people", "messages", "mentors"}


def test_what_names_a_row_can_stand_in_an_address():
    """`after=` and `before=` hold letters and digits alone: a reference with its dashes names no row there."""
    assert {one.row_key for one in declared().values()} <= {"public_id", "pk"}


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_what_belongs_to_a_list_is_open_to_its_readers_alone(address, role, client_for, db):
    client = client_for(make_person(f"lists-{role}", role))
    expected = 200 if role in LISTS[address].roles else 404
    back = urlencode({"back": f"{address}?view=all"})

    assert client.get(address).status_code == expected
    assert client.get(f"/desk/lists/views/?{back}").status_code == expected
    exported = expected if LISTS[address].exports else 404
    assert client.get(f"/desk/lists/export/?{back}").status_code == exported


@pytest.mark.parametrize(
    "back", ["", "/desk/", "/desk/nulle-part/", "https://ailleurs.example/desk/", "/desk/\x00", "/"]
)
def test_an_address_that_is_no_list_has_nothing(client_for, officer, back):
    client = client_for(officer)
    for address in ("/desk/lists/views/", "/desk/lists/export/"):
        assert client.get(address, {"back": back}).status_code == 404
    for address in ("/desk/lists/views/save/", "/desk/lists/columns/", "/desk/lists/export/"):
        assert client.post(address, {"back": back, "name": "X", "col": "x", "form": "csv"}).status_code == 404


@pytest.mark.parametrize("address", LISTS)
def test_every_search_order_column_tab_and_filter_answers(address, client_for, db):
    declared_here = LISTS[address]
    reader = make_person("reader", declared_here.roles[0])
    listing = declared_here(reader, SCREENED, QueryDict("q=a"))
    client = client_for(reader)
    asked = [
        "q=a+b",
        "q=%28%27%25",
        f"after={'9' * 20}",
        "before=1",
        f"page={'9' * 5}",
        "cols=" + ",".join(column.key for column in listing.columns),
    ]
    asked += [f"sort={sign}{column.key}" for column in listing.columns if column.sort for sign in ("", "-")]
    asked += [f"{listing.tab_key}={tab}" for tab in listing.tabs]
    for name, field in (listing.filters.form.fields if listing.filters else {}).items():
        values = [value for value, _words in getattr(field, "choices", ()) if value]
        asked += [f"{name}={value}" for value in values[:3]]
        if isinstance(field, BooleanField):
            asked.append(f"{name}=on")

    for query in asked:
        answer = client.get(f"{address}?{query}")
        assert (query, answer.status_code) == (query, 200)
        assert (query, answer.wsgi_request.left_aside) == (
            query,
            [] if "q=" not in query or "q" in listing.filters.form.fields else ["q"],
        )


@pytest.mark.parametrize("address", LISTS)
def test_what_no_list_knows_is_left_aside_and_said(address, client_for, db):
    client = client_for(make_person("reader", LISTS[address].roles[0]))
    answer = client.get(
        f"{address}?rien=1&sort=nord&cols=nord&page=x&after=%00&{LISTS[address].tab_key}=nord"
    )

    assert answer.status_code == 200
    assert set(answer.wsgi_request.left_aside) == {"rien", "sort", LISTS[address].tab_key}
    assert "rien" in answer.content.decode()

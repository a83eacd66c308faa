"""The demonstration walked as each of its accounts, and as a visitor: no dead link, no failing form, no code of ours."""

import csv
import io
import os
import re

import pytest
from django.db.models import TextChoices
from django.test import Client

from incubator.demo import cast
from incubator.people.models import User
from tests.walk.walking import Walk

pytestmark = [pytest.mark.demonstration, pytest.mark.django_db]
# How many addresses of one kind (one route, one set of query names) are opened, and how many forms of one kind are
# sent; links beyond are resolved only. PEPINIERE_WALK_SHARE=1000 opens them all.
SHARE = int(os.environ.get("PEPINIERE_WALK_SHARE", "2"))
PUBLIC = ("/", "/en/")
INSIDE = ("/portal/", "/account/")
ACCOUNTS = [None, *cast.ACCOUNTS]

# What no person may read: names of our code, keys, empty values of Python, quotations inside quotations.
CODES = re.compile(
    r"(?<![\w/.@-])[a-z]+(?:_[a-z]+)+(?![\w/.@])"  # snake_case
    r"|(?<![\w/.@-])(?:startup|session|application|consent|call|grant|user|match|tranche|award|review)\.[a-z_]+"
    r"|\b(?:None|NaN|undefined|vivier|ptf-numerique)\b"
    r"|« [^»]*« "
    r"|\+228\d{8}"  # a telephone without its groups
)
# The API's own page names what programs send; Wagtail's admin names its page types.
SPEAKS_OF_CODE = re.compile(r"/api/|/cms/")


def walk_of(account: cast.Account | None) -> Walk:
    client = Client(raise_request_exception=False)
    starts = PUBLIC
    if account:
        person = User.objects.get(email=f"{account.name}@{cast.DOMAIN}")
        client.force_login(person, backend="incubator.accounts.backends.OneDoor")
        starts = (*INSIDE, *PUBLIC)
    return Walk(client, SHARE).go(*starts)


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name if account else "visitor")
def test_every_link_and_form_answers_and_shows_no_code(demonstration, account):
    walk = walk_of(account)

    assert len(walk.pages) >= 8
    assert walk.failures == [], "\n".join(["", *walk.failures])
    codes = sorted(
        {f"{word} on {url}" for url, page in walk.pages.items() for word in codes_in(url, page.text)}
    )
    codes += sorted(
        {f"{cell} in {url}" for url, text in walk.tables.items() for cell in codes_of_table(text)}
    )
    assert codes == [], "\n".join(["", *codes])


def codes_in(url: str, text: str) -> list[str]:
    if SPEAKS_OF_CODE.match(url):
        return []
    return [text[max(0, m.start() - 30) : m.end() + 30] for m in CODES.finditer(text)]


# A cell that is nothing but a verb of the audit, a key of ours, or the value that stands for a choice.
KEY = re.compile(r"[a-z]+(?:[._][a-z]+)+(?::\S*)?")


def codes_of_table(text: str) -> set[str]:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    values = {value for choices in TextChoices.__subclasses__() for value in choices.values}
    return {cell for row in rows for cell in row if cell and (KEY.fullmatch(cell) or cell in values)}


@pytest.mark.parametrize("cell", ["tranche.approve", "tranche.pay:a1B2", "grants_payable", "bank"])
def test_a_code_in_a_table_is_found(cell):
    assert codes_of_table(f'"Acte"\n"{cell}"\n"Banque"\n') == {cell}


@pytest.mark.parametrize(
    "text",
    [
        "Histoire : startup.found, par Ama",
        "Secteur agri_food",
        "Ligne ptf-numerique",
        "Montant None",
        "« a « b » »",
    ],
)
def test_a_code_in_sight_is_found(text):
    assert codes_in("/desk/", text) != []


@pytest.mark.parametrize(
    "text", ["carte_identite.pdf (2 Mo)", "ama@exemple.tg", "Énoncé d’un problème", "https://a.tg/b_c/"]
)
def test_what_people_write_is_no_code(text):
    assert codes_in("/desk/", text) == []

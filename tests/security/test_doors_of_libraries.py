"""Addresses and files that libraries and proxies open by themselves: closed, or opened by decision."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import resolve
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from tests.files import ROOT
from tests.incubator.config.test_settings import GOOD

pytestmark = pytest.mark.django_db
NGINX = (ROOT / "deploy/nginx.conf").read_text()
ASK = """
import json
import django
django.setup()
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from incubator.core import cookies
from incubator.ui.views import styleguide
names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "DEVICE_COOKIE_NAME")
answer = HttpResponse()
cookies.keep(answer, settings.LANGUAGE_COOKIE_NAME, "en")
try:
    closed = not styleguide(HttpRequest())
except Http404:
    closed = True
print(json.dumps({
    "names": [getattr(settings, name) for name in names],
    "paths": [settings.SESSION_COOKIE_PATH, settings.CSRF_COOKIE_PATH],
    "domains": [settings.SESSION_COOKIE_DOMAIN, settings.CSRF_COOKIE_DOMAIN],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
    "styleguide": closed,
    "language": answer.cookies.output(header=""),
}))
"""


@pytest.fixture
def media(settings, tmp_path):
    """Files of the site that stay with the test."""
    backend = "django.core.files.storage.FileSystemStorage"
    default = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path


@pytest.fixture
def document(media, db):
    top = Collection.get_first_root_node() or Collection.add_root(name="Root")
    shut = top.add_child(name="Jury")
    made = get_document_model()(title="Grille", collection=shut)
    made.file.save("grille.pdf", ContentFile(b"%PDF-1.7 grid"))
    CollectionViewRestriction.objects.create(
        collection=shut, restriction_type=CollectionViewRestriction.LOGIN
    )
    return made


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_document_is_given_by_the_privacy_of_its_collection(document, client, client_for, outsider):
    asked = client.get(document.url)

    assert (asked.status_code, asked.headers["Location"].partition("?")[0]) == (302, "/login/")
    assert b"grid" in body(client_for(outsider).get(document.url))

    CollectionViewRestriction.objects.all().delete()
    given = client.get(document.url)
    assert (given.status_code, b"grid" in body(given)) == (200, True)


@pytest.mark.parametrize(
    "path",
    ["documents/grille.pdf", "original_images/photo.jpg", "images/../documents/grille.pdf", "other/x.txt"],
)
def test_the_folder_of_media_gives_pictures_of_pages_and_nothing_else(document, client, path):
    for name in ("original_images/photo.jpg", "other/x.txt"):
        storages["default"].save(name, ContentFile(b"as it was sent"))

    assert client.get(f"/media/{path}").status_code == 404


def test_the_proxy_gives_pictures_of_pages_and_nothing_else_of_that_folder():
    served = re.findall(r"location (?:\^~ )?(/\S+) \{[^}]*?alias (\S+);", NGINX)

    assert [place for place, _folder in served] == ["/media/images/", "/private-files/"]
    assert all(folder.endswith(place.replace("/private-files", "/private")) for place, folder in served)
    assert re.search(r"location \^~ /media/ \{\s*return 404;", NGINX)
    assert re.search(r"location /private-files/ \{\s*internal;", NGINX)


def test_what_a_visitor_writes_of_their_address_is_replaced_by_the_proxy():
    assert re.findall(r"X-Forwarded-For (\S+);", NGINX) == ["$remote_addr"]
    assert "proxy_add_x_forwarded_for" not in NGINX
    assert re.findall(r"X-Forwarded-Proto (\S+);", NGINX) == ["https"]


def test_production_answers_with_its_own_cookies_and_shows_no_style_guide():
    env = {"PATH": os.environ["PATH"], **GOOD, "DJANGO_SETTINGS_MODULE": "incubator.config.settings"}
    env |= {"PEPINIERE_DATABASE_URL": "sqlite:///:memory:"}

    run = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=env, capture_output=True, text=True)

    said = json.loads(run.stdout)
    assert said["names"] == ["__Host-session", "__Host-csrf", "__Host-language", "__Host-device"]
    assert (said["paths"], said["domains"], said["secure"]) == (["/", "/"], [None, None], [True, True])
    assert said["styleguide"] is True
    assert re.search(r"__Host-language=en;.* HttpOnly;.* Path=/;.* SameSite=Lax; Secure", said["language"])


@pytest.mark.parametrize("path", ["/cms/failwhale/", "/cms/test404/"])
def test_pages_that_only_show_errors_are_closed(path, admin, client_for):
    browser = client_for(admin)
    browser.raise_request_exception = False

    assert browser.get(path).status_code == 404
    assert resolve(path).func.__name__ == "closed"


def test_the_policy_of_the_cms_says_where_forms_go_and_what_addresses_begin_with(client):
    policy = client.get("/cms/").headers["Content-Security-Policy"]

    for directive in ("base-uri 'self'", "form-action 'self'", "frame-ancestors 'self'", "object-src 'none'"):
        assert directive in policy


def test_an_outsider_reads_ready_or_not_and_the_machine_itself_reads_why(client):
    outside = client.get("/readyz", headers={"x-forwarded-for": "203.0.113.9"})
    elsewhere = client.get("/readyz", REMOTE_ADDR="10.0.0.7")
    inside = client.get("/readyz", REMOTE_ADDR="127.0.0.1")

    assert (outside.status_code, outside.json(), elsewhere.json()) == (200, {"ready": True}, {"ready": True})
    assert set(inside.json()) == {"ready", "database", "migrations", "broker", "outbox_oldest_seconds"}

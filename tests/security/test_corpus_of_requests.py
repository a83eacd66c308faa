"""Requests that no browser makes: forged headers, lengths that lie, names in other encodings, bodies without an end."""

import io
import json
from urllib.parse import unquote_to_bytes

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from incubator.applications.models import Answer
from incubator.config import middleware
from incubator.files.models import StoredFile
from tests.corpora.conftest import draft, private
from tests.security.ceilings import within
from tests.world.applications import PDF

__all__ = ["draft", "private"]
pytestmark = pytest.mark.django_db
# Seconds of a processor and megabytes for one of these requests, unless an item says otherwise.
CHEAP = (3, 60)


def asked(path: str = "/", method: str = "GET", body: bytes = b"", **environ: str) -> tuple[int, dict, bytes]:
    """Ask the product as its server does: what a test client would never send passes too."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    given = {
        "REQUEST_METHOD": method, "PATH_INFO": unquote_to_bytes(path.partition("?")[0]).decode("latin-1"),
        "QUERY_STRING": path.partition("?")[2], "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SCRIPT_NAME": "",
        "REMOTE_ADDR": "203.0.113.9", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "testserver",
        "CONTENT_LENGTH": str(len(body)), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }  # fmt: skip
    told: list = []
    try:
        answer = WSGIHandler()(
            {**given, **environ}, lambda status, headers, _exc=None: told.extend([status, headers])
        )
        content = b"".join(answer)
        answer.close()
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    return int(told[0].split()[0]), dict(told[1]), content


# header, value, status of the first page
HEADERS = {
    "another host": ({"HTTP_HOST": "evil.example"}, 400),
    "a host with a port that is none": ({"HTTP_HOST": "testserver:80@evil.example"}, 400),
    "two hosts": ({"HTTP_HOST": "testserver, evil.example"}, 400),
    "a line break in the host": ({"HTTP_HOST": "testserver\r\nX: y"}, 400),
    "forwarded host": ({"HTTP_X_FORWARDED_HOST": "evil.example"}, 200),
    "forwarded": ({"HTTP_FORWARDED": "host=evil.example;proto=https;for=127.0.0.1"}, 200),
    "forwarded server": ({"HTTP_X_FORWARDED_SERVER": "evil.example", "HTTP_X_HOST": "evil.example"}, 200),
    "forwarded port": ({"HTTP_X_FORWARDED_PORT": "evil.example"}, 200),
    "forwarded prefix": ({"HTTP_X_FORWARDED_PREFIX": "//evil.example", "HTTP_X_SCRIPT_NAME": "//evil.example"}, 200),
    "another address": ({"HTTP_X_ORIGINAL_URL": "/desk/", "HTTP_X_REWRITE_URL": "/desk/"}, 200),
    "sender": ({"HTTP_X_FORWARDED_FOR": "127.0.0.1," * 20_000}, 200),
    "a header of a megabyte": ({"HTTP_X_A": "a" * 1_000_000}, 200),
    "cookies of a megabyte": ({"HTTP_COOKIE": "a=" + "b" * 1_000_000}, 200),
    "a hundred thousand cookies": ({"HTTP_COOKIE": "; ".join(f"a{n}=b" for n in range(100_000))}, 200),
    "languages without an end": ({"HTTP_ACCEPT_LANGUAGE": "fr-" * 100_000 + "," + "en;q=0.9," * 100_000}, 200),
    "ranges without an end": ({"HTTP_RANGE": "bytes=" + "0-1," * 100_000}, 200),
    "tags without an end": ({"HTTP_IF_NONE_MATCH": '"a",' * 100_000}, 200),
    "a date that is none": ({"HTTP_IF_MODIFIED_SINCE": "9" * 100_000}, 200),
    "encodings without an end": ({"HTTP_ACCEPT_ENCODING": "gzip;q=0." + "9" * 100_000}, 200),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
def test_a_forged_header_changes_no_page(name, centre):
    from_header, status = HEADERS[name]
    with within(*CHEAP):
        found, headers, content = asked("/login/", **from_header)
    assert found == status
    assert "evil.example" not in str(headers) and b"evil.example" not in content


def test_no_forged_scheme_is_believed_where_no_proxy_is_declared(centre):
    """In production the proxy replaces it (`deploy/nginx.conf`); elsewhere nobody reads it."""
    _status, headers, _content = asked("/login/", HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_SSL="on")

    assert "Strict-Transport-Security" not in headers and settings.SECURE_PROXY_SSL_HEADER is None
    assert settings.USE_X_FORWARDED_HOST is settings.USE_X_FORWARDED_PORT is False


@pytest.mark.parametrize("word", ["POST", "DELETE", "PUT"])
def test_a_method_is_the_one_of_the_request(founder, client_for, word):
    browser = client_for(founder)
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        browser.get("/logout/", {"_method": word}, headers={name: word})

    assert browser.get("/account/").status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "G\x00T", "A" * 10_000])
def test_an_unknown_method_does_nothing(method, centre):
    with within(*CHEAP):
        status, _headers, content = asked("/login/", method)
    assert 400 <= status < 500 and b"Traceback" not in content


# what the length says, body, content type
LENGTHS = {
    "more than there is": ("1000000", b"contact=a%40example.com", "application/x-www-form-urlencoded"),
    "less than there is": ("3", b"contact=a%40example.com&device=mine", "application/x-www-form-urlencoded"),
    "less than nothing": ("-1", b"contact=a", "application/x-www-form-urlencoded"),
    "no number": ("many", b"contact=a", "application/x-www-form-urlencoded"),
    "a number without an end": ("9" * 5_000, b"contact=a", "application/x-www-form-urlencoded"),
    "none": ("", b"contact=a", "application/x-www-form-urlencoded"),
    "parts that never end": ("200", b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n", "multipart/form-data; boundary=x"),
    "parts without a boundary": ("9", b"contact=a", "multipart/form-data"),
    "a boundary without an end": ("9", b"contact=a", "multipart/form-data; boundary=" + "x" * 100_000),
    "an encoding that is none": ("9", b"contact=a", "application/x-www-form-urlencoded; charset=rot13"),
    "an encoding that is a path": ("9", b"contact=a", "application/x-www-form-urlencoded; charset=../../a"),
    "octets that are no text": ("12", b"contact=\xc0\xaf\xff\xfe", "application/x-www-form-urlencoded"),
}  # fmt: skip


@pytest.mark.parametrize("name", LENGTHS)
def test_a_length_that_lies_is_a_refusal(name, centre):
    length, body, kind = LENGTHS[name]
    with within(*CHEAP):
        status, _headers, content = asked("/login/", "POST", body, CONTENT_LENGTH=length, CONTENT_TYPE=kind)
    assert status in (400, 403, 413, 422) and b"Traceback" not in content


def form(count: int) -> bytes:
    return b"&".join(b"f%d=1" % n for n in range(count))


# body, kind, seconds, megabytes
BODIES = {
    "ten thousand fields": (form(10_000), "application/x-www-form-urlencoded", 3, 60),
    "three hundred thousand fields": (form(300_000), "application/x-www-form-urlencoded", 3, 60),
    "one name a hundred thousand times": (b"a&" * 100_000, "application/x-www-form-urlencoded", 3, 60),
    "one field of ten megabytes": (b"contact=" + b"a" * 10_000_000, "application/x-www-form-urlencoded", 3, 60),
    "percent signs alone": (b"contact=" + b"%" * 2_000_000, "application/x-www-form-urlencoded", 6, 120),
    "parts without an end": (
        b"".join(b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\nb\r\n' % n for n in range(20_000)) + b"--x--",
        "multipart/form-data; boundary=x", 6, 80,
    ),
    "files without an end": (
        b"".join(
            b'--x\r\nContent-Disposition: form-data; name="a%d"; filename="b"\r\n\r\nb\r\n' % n for n in range(5_000)
        ) + b"--x--",
        "multipart/form-data; boundary=x", 6, 80,
    ),
    "a head of a part without an end": (
        b'--x\r\nContent-Disposition: form-data; name="' + b"a" * 2_000_000 + b'"\r\n\r\nb\r\n--x--',
        "multipart/form-data; boundary=x", 6, 80,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_a_body_without_an_end_is_a_refusal(name, centre):
    body, kind, seconds, megabytes = BODIES[name]
    browser = Client(raise_request_exception=False)
    with within(seconds, megabytes):
        answer = browser.post("/login/", body, content_type=kind)
    assert answer.status_code in (400, 413, 422)


def test_without_the_count_of_escapes_a_form_costs_a_hundred_times_its_size(centre, monkeypatch):
    """A seeded removal: the ceilings above can fail."""
    monkeypatch.setattr(middleware, "MOST_ESCAPES", 1 << 60)
    body, kind, _seconds, megabytes = BODIES["percent signs alone"]
    with pytest.raises(AssertionError, match="MB"), within(60, megabytes):
        Client(raise_request_exception=False).post("/login/", body, content_type=kind)


def test_an_address_without_an_end_is_answered(centre):
    for path in (
        "/" + "a/" * 20_000,
        "/?" + "a=1&" * 10_000,
        "/appels/?q=" + "a" * 1_000_000,
        "/?" + "%" * 500_000,
    ):
        with within(4, 120):
            status, _headers, _content = asked(path)
        assert status in (200, 301, 302, 400, 404, 414), path[:20]


# --- the API -------------------------------------------------------------------------------------------------------

DEEP = 100_000
API = {
    "lists in lists": b'{"answers": {"problem": ' + b"[" * DEEP + b"]" * DEEP + b"}}",
    "things in things": b'{"answers": ' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}",
    "lists in lists, without an end": b'{"answers": {"problem": ' + b"[" * DEEP,
    "lists deep enough to be read": b'{"answers": {"problem": ' + b"[" * 400 + b"]" * 400 + b"}}",
    "a number of a million digits": b'{"answers": {"team_size": ' + b"9" * 1_000_000 + b"}}",
    "a number of four thousand digits": b'{"answers": {"team_size": ' + b"9" * 4_000 + b"}}",
    "an exponent without an end": b'{"answers": {"team_size": 1e999999999}}',
    "no number": b'{"answers": {"team_size": NaN, "problem": -Infinity}}',
    "one key many times": b'{"answers": {' + b'"problem": "a",' * 100_000 + b'"problem": "b"}}',
    "many keys": b'{"answers": {' + b",".join(b'"k%d": 1' % n for n in range(100_000)) + b"}}",
    "a surrogate alone": b'{"answers": {"problem": "\\ud800"}}',
    "a NUL": b'{"answers": {"problem": "\\u0000a"}}',
    "a key of a megabyte": b'{"answers": {"' + b"k" * 1_000_000 + b'": 1}}',
    "versions that are none": b'{"answers": {"problem": "a"}, "versions": {"problem": 99999999999999999999999}}',
    "another shape": b'{"answers": [[[]]]}',
    "octets that are no text": b'{"answers": {"problem": "\xc0\xaf"}}',
    "nothing": b"",
    "a mark of order": "\ufeff{}".encode("utf-16"),
    "more than three megabytes": b'{"answers": {"problem": "' + b"a" * 4_000_000 + b'"}}',
}  # fmt: skip


@pytest.mark.parametrize("name", API)
def test_a_body_of_the_api_is_read_or_refused(draft, founder, client_for, name):
    browser = client_for(founder)
    browser.raise_request_exception = False
    place = f"/api/v1/applications/{draft.ref}/answers"
    with within(8, 150):
        answer = browser.put(place, API[name], content_type="application/json")
    assert answer.status_code in (200, 400, 413, 422), answer.content[:300]
    json.loads(answer.content)
    assert browser.get(f"/api/v1/applications/{draft.ref}").status_code == 200
    assert browser.get(f"/portal/applications/{draft.ref}/form/3/").status_code == 200
    assert Answer.objects.filter(application=draft).count() < 200


# --- names and addresses of files ------------------------------------------------------------------------------------

PATHS = [
    "..%2f..%2fpepiniere.sqlite3", "%2e%2e/%2e%2e/manage.py", "..%5c..%5cmanage.py", "images/%2e%2e/documents/grid.pdf",
    "images/..%2fdocuments/grid.pdf", "images/%00.png", "images/a.png%00.pdf", "images/%c0%ae%c0%ae/documents/grid.pdf",
    "images/%252e%252e/documents/grid.pdf", "images//etc/passwd", "images/%2fetc%2fpasswd", "images/" + "a" * 5_000,
    "images/" + "../" * 500 + "etc/passwd", "images/%ff%fe", "images/%e2%80%ae.png", "images/.", "images/..", "images/%0d%0aX: y",
    "images/CON", "images/a.png;.pdf", "images/~", "images/%u002e%u002e/documents/grid.pdf",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_way_of_writing_a_path_leaves_the_folder_of_pictures(settings, tmp_path, path):
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path)}},
    }
    storages["default"].save("documents/grid.pdf", ContentFile(b"CANARY"))
    for place in (f"/media/{path}", f"/static/{path}", f"/static/{path.removeprefix('images/')}"):
        with within(*CHEAP):
            status, headers, content = asked(place)
        assert status in (301, 302, 400, 404), place
        assert b"CANARY" not in content and b"root:" not in content and "X" not in headers
        assert "evil" not in headers.get("Location", "") and not headers.get("Location", "").startswith("//")


@pytest.mark.parametrize(
    "path", ["%00", "..%2f..", "%c0%ae%c0%ae", "a" * 5_000, "%0d%0aX:%20y", "%ff", "%e2%80%ae"]
)
def test_no_way_of_writing_a_name_opens_a_private_file(draft, founder, client_for, path):
    browser = client_for(founder)
    cookie = f"session={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    for place in (
        f"/files/{path}/",
        f"/files/{path}",
        f"/portal/applications/{path}/",
        f"/documents/1/{path}",
        f"/c/{path}/",
    ):
        with within(*CHEAP):
            status, headers, _content = asked(place, HTTP_COOKIE=cookie)
        assert status in (301, 302, 400, 404), place
        assert "X" not in headers


NAMES = [
    "../../etc/passwd.pdf", "..\\..\\a.pdf", "/etc/passwd.pdf", "C:\\a.pdf", "a\r\nX: y.pdf", 'a"; filename="b.exe.pdf', "a\x00b.pdf",
    "\u202efdp.exe.pdf", "a" * 5_000 + ".pdf", ".pdf", "..", "=cmd|' /C calc'!A0.pdf", "<script>alert(1)</script>.pdf",
    "{{ 7*7 }}.pdf", "\u2028a.pdf", "a%0d%0aX: y.pdf", "CON.pdf", "-rf.pdf", "é" * 400 + ".pdf",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_leaves_no_folder_and_writes_no_header(draft, founder, client_for, name):
    browser = client_for(founder)
    kept = StoredFile.objects.count()
    with within(6, 80):
        head = b'--x\r\nContent-Disposition: form-data; name="slug"\r\n\r\nidentite\r\n--x\r\nContent-Disposition: form-data; '
        named = b'name="file"; filename="' + name.encode() + b'"\r\nContent-Type: application/pdf\r\n\r\n'
        browser.post(
            f"/portal/applications/{draft.ref}/documents/",
            head + named + PDF + b"\r\n--x--\r\n",
            content_type="multipart/form-data; boundary=x",
        )
        page = browser.get(f"/portal/applications/{draft.ref}/documents/").content.decode()
    assert "<script>alert" not in page
    if StoredFile.objects.count() == kept:
        return
    file = StoredFile.objects.latest("pk")
    answer = browser.get(f"/files/{file.public_id}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    answer.close()
    disposition = answer.headers["Content-Disposition"]
    assert not {"/", "\\", "\r", "\n", "\x00"} & set(file.name) and file.name not in ("", ".", "..")
    assert len(file.name) <= 255 and "\n" not in disposition and disposition.count("filename") <= 2
    assert "X" not in answer.headers and answer.headers["X-Content-Type-Options"] == "nosniff"

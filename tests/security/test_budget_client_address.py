"""A visitor's address is told by declared proxies alone, and read in one place."""

from ipaddress import ip_network
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from incubator.accounts.sign_in import sources
from incubator.config.settings import environment
from incubator.core import client_address

ROOT = Path(__file__).parents[2]
OURS = [ip_network("10.0.0.0/8"), ip_network("127.0.0.1"), ip_network("fd00::/8")]
# nearest, what X-Forwarded-For says, with our proxies declared, without
HEARD = [
    ("203.0.113.9", "198.51.100.7", "203.0.113.9", "203.0.113.9"),
    ("10.0.0.2", "198.51.100.7", "198.51.100.7", "10.0.0.2"),
    ("10.0.0.2", "1.2.3.4, 198.51.100.7", "198.51.100.7", "10.0.0.2"),
    ("10.0.0.2", "1.2.3.4, 198.51.100.7, 10.0.0.3", "198.51.100.7", "10.0.0.2"),
    ("10.0.0.2", "198.51.100.7:4711", "198.51.100.7", "10.0.0.2"),
    ("fd00::1", "[2001:db8::5]:443", "2001:db8::5", "fd00::1"),
    ("::ffff:10.0.0.2", "::ffff:198.51.100.7", "198.51.100.7", "10.0.0.2"),
    ("10.0.0.2", "unknown", "10.0.0.2", "10.0.0.2"),
    ("10.0.0.2", "127.0.0.1, <script>", "10.0.0.2", "10.0.0.2"),
    ("10.0.0.2", "", "10.0.0.2", "10.0.0.2"),
    ("10.0.0.2", "10.0.0.9," * 5_000 + "10.0.0.8", "10.0.0.9", "10.0.0.2"),
    ("", "198.51.100.7", "", ""),
]


def asked(nearest, told):
    return RequestFactory().get("/", REMOTE_ADDR=nearest, headers={"x-forwarded-for": told} if told else {})


@pytest.mark.parametrize(("nearest", "told", "behind_ours", "trusting_nobody"), HEARD)
def test_only_declared_proxies_are_believed(nearest, told, behind_ours, trusting_nobody, settings):
    assert client_address.of(asked(nearest, told)) == trusting_nobody
    settings.TRUSTED_PROXIES = OURS
    assert client_address.of(asked(nearest, told)) == behind_ours
    assert get_adapter().get_client_ip(asked(nearest, told)) == behind_ours


def test_nobody_is_trusted_unless_declared(settings):
    assert settings.TRUSTED_PROXIES == []


def test_a_household_counts_as_one():
    assert sources.of(asked("2001:db8:1:2::5", "")).address == "2001:db8:1:2::/64"
    assert sources.of(asked("198.51.100.7", "")).address == "198.51.100.7"


def test_a_wrong_setting_is_refused_at_start(monkeypatch):
    monkeypatch.setenv("PEPINIERE_TRUSTED_PROXIES", "127.0.0.1, proxy")
    with pytest.raises(ImproperlyConfigured, match="PEPINIERE_TRUSTED_PROXIES"):
        environment.networks("PEPINIERE_TRUSTED_PROXIES")
    monkeypatch.setenv("PEPINIERE_TRUSTED_PROXIES", "127.0.0.1, 172.16.0.0/12")
    assert len(environment.networks("PEPINIERE_TRUSTED_PROXIES")) == 2


def test_no_other_place_reads_it():
    reads = ("REMOTE_ADDR", "FORWARDED_FOR", "Forwarded-For", "X-Real-IP", "HTTP_X_REAL_IP")
    found = {
        str(path.relative_to(ROOT))
        for slice_ in ("incubator", "funding", "mentorship", "cms")
        for path in (ROOT / slice_).rglob("*.py")
        if any(word in path.read_text() for word in reads)
    }
    assert found == {"incubator/core/client_address.py"}

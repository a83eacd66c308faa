"""Devices a person is signed in on: noted at the door, ended from anywhere."""

import re
from datetime import datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils.module_loading import import_string

from incubator.accounts import tokens
from incubator.accounts.models import BrowserSession, Device
from incubator.people.models import Actor, User
from incubator.workflow import audit

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
SESSION_KEY = "device"


def words(user_agent: str) -> str:
    """Return a browser in words a person recognises: "Firefox · Android"."""
    names = [
        next((name for pattern, name in table if re.search(pattern, user_agent)), "")
        for table in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(filter(None, names))


def note(request: HttpRequest, person: User, *, shared: bool, at: datetime) -> Device:
    """Write down the device of a session that just opened."""
    if not request.session.session_key:
        request.session.save()
    device = Device.objects.create(
        person=person,
        session_key=request.session.session_key,
        name=words(request.headers.get("User-Agent", "")),
        is_shared=shared,
        seen_at=at,
        created_at=at,
    )
    request.session[SESSION_KEY] = device.public_id
    return device


def follow(session: SessionBase, *, at: datetime) -> None:
    """Note that the device was seen now, under the key its session has now."""
    Device.objects.filter(public_id=session.get(SESSION_KEY, "")).update(
        seen_at=at, session_key=session.session_key
    )


def end(device: Device, *, by: Actor, at: datetime) -> None:
    """Sign a device out: its session opens nothing any more."""
    store = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    with transaction.atomic():
        if Device.objects.filter(pk=device.pk, ended_at=None).update(ended_at=at):
            store(device.session_key).delete()
            audit.record("device.end", device, by=by, at=at)


def end_others(person: User, session: SessionBase | None, *, by: Actor, at: datetime) -> int:
    """End every way in that is open, beside `session`: devices, sessions that no device names, tokens.

    Return how many devices there were.
    """
    here, key = (session.get(SESSION_KEY, ""), session.session_key) if session is not None else ("", None)
    others = Device.objects.filter(person=person, ended_at=None).exclude(public_id=here)
    with transaction.atomic():
        for device in others:
            end(device, by=by, at=at)
        BrowserSession.objects.filter(person=person).exclude(session_key=key or "").delete()
        tokens.revoke_all(person, by=by, at=at)
    return len(others)


def closed(session: SessionBase, *, at: datetime) -> None:
    """Note that the device of this session left by itself."""
    Device.objects.filter(public_id=session.get(SESSION_KEY, ""), ended_at=None).update(ended_at=at)

"""A visitor at the door, and the codes that were sent."""

import re

import pytest
from django.test import Client

from incubator.accounts.sign_in import proving
from incubator.core import clock
from incubator.notifications.models import Message
from incubator.people.models import User


class Door:
    """A browser that walks through the door."""

    def __init__(self) -> None:
        self.client = Client()

    def ask(self, contact: str, *, device: str = "mine", **more: str):
        return self.client.post("/login/", {"contact": contact, "device": device, **more})

    def type(self, code: str):
        return self.client.post("/login/code/", {"code": code})

    def password(self, password: str):
        return self.client.post("/login/code/", {"password": password})


def code_sent(index: int = -1) -> str:
    """Read the code out of the sealed body of a message (the last one)."""
    messages = list(Message.objects.filter(kind="accounts/sign_in_code").order_by("pk"))
    return re.search(r"\d{6}", messages[index].secret).group()


def proved(browser: Client, person: User) -> Client:
    """The browser of somebody who has just proved once more that it is them."""
    session = browser.session
    proving.note(session, person, at=clock.now())
    session.save()
    return browser


@pytest.fixture
def door(db) -> Door:
    return Door()

"""A broker, a mail server and a worker on the tests' own database."""

import socket
from collections.abc import Iterator

import pytest
from django.db import connection

from incubator.config.celery import app
from incubator.notifications import dispatch
from tests.tools.mailbox import Mailbox
from tests.worker.processes import Broker, Worker


def point_at(url: str) -> None:
    """Have this process speak to another broker."""
    app.conf.broker_url = url
    app._after_fork()  # forget the connections to the one before


@pytest.fixture
def broker(tmp_path) -> Iterator[Broker]:
    before = app.conf.broker_url
    broker = Broker(tmp_path)
    broker.run()
    point_at(broker.url)
    dispatch._rests_until = 0.0
    yield broker
    broker.end()
    point_at(before)
    dispatch._rests_until = 0.0


@pytest.fixture
def silent_broker() -> Iterator[None]:
    """A broker that takes connections and says nothing."""
    before = app.conf.broker_url
    with socket.create_server(("127.0.0.1", 0)) as server:
        point_at(f"redis://127.0.0.1:{server.getsockname()[1]}/0")
        dispatch._rests_until = 0.0
        yield
        point_at(before)
        dispatch._rests_until = 0.0


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox(delay=0.02) as box:
        yield box


@pytest.fixture
def own_database(transactional_db) -> str:
    """The address of the database this test writes to."""
    assert connection.vendor == "postgresql", "The worker needs a database that two processes share."
    at = connection.settings_dict
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"


@pytest.fixture
def worker(own_database, broker, mailbox, tmp_path) -> Iterator[Worker]:
    """A worker that is ready to be started with `run`, and ends before the database is emptied."""
    worker = Worker(tmp_path, database=own_database, broker=broker.url, smtp_port=mailbox.port)
    yield worker
    worker.end()

"""Which processes make the product on one machine, and how to become their supervisor.

`manage.py demo` and `manage.py supervise` prepare and check with Django loaded, then call
`become_supervisor`; the same process goes on as `python -m incubator.ops.processes`, without Django.
"""

import argparse
import http.client
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from incubator.ops.supervisor import Child, Supervisor, die_with_parent, free_port, port_refusal

ROOT = Path(__file__).resolve().parent.parent.parent
STRIPE_STAND_IN = "funding.cards.fake_provider"  # `python -m … --port N`; the demonstration's only
QUIET_WORKER = ("--without-gossip", "--without-mingle", "--without-heartbeat")
CELERY = ("-m", "celery", "-A", "incubator.config.celery:app", "--quiet")


def children(
    host: str, port: int, *, demo: bool, history: bool = False, stripe_port: int | None = None
) -> list[Child]:
    """Name the processes: web, worker, beat, and in the demonstration the stand-in for Stripe.

    With `history`, its cohorts that finished are written by a process of their own, once.
    """
    python = sys.executable
    env = {"DJANGO_SETTINGS_MODULE": "incubator.config.settings", "PORT": str(port)}
    if demo:
        stripe_port = stripe_port or free_port()
        env |= {
            "PEPINIERE_MODE": "demo",
            "PEPINIERE_BASE_URL": f"http://localhost:{port}",
            "PEPINIERE_STRIPE_API_BASE": f"http://127.0.0.1:{stripe_port}",
        }
    web = (python, "-m", "gunicorn", "-c", "python:incubator.ops.gunicorn", "-b", f"{host}:{port}")
    worker = ("worker", "-l", "WARNING", "-P", "threads", "-c", "2", *QUIET_WORKER)
    found = [
        Child("web", (*web, "incubator.config.wsgi:application"), env),
        # Threads, not forks: nothing of the worker can outlive it.
        Child("worker", (python, *CELERY, *worker), env),
        Child("beat", (python, *CELERY, "beat", "-l", "WARNING"), env),
    ]
    if demo and (ROOT / (STRIPE_STAND_IN.replace(".", "/") + ".py")).exists():
        found.append(Child("stripe", (python, "-m", STRIPE_STAND_IN, "--port", str(stripe_port)), env))
    if history:
        found.append(Child("history", (python, "manage.py", "demo", "--history"), env, once=True))
    return found


def health_of(host: str, port: int) -> Callable[[], bool]:
    """Return a question: does the web process answer? It never waits long, as their output waits."""

    def is_healthy() -> bool:
        connection = http.client.HTTPConnection(host, port, timeout=2)
        try:
            connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return is_healthy


def become_supervisor(
    *, host: str = "127.0.0.1", port: int = 8000, demo: bool = False, history: bool = False, banner: str = ""
) -> None:
    """Go on as the supervisor; `banner` is printed once everything answers. Does not return.

    Ends with a sentence when the port cannot be used.
    """
    if refusal := port_refusal(host, port):
        sys.exit(refusal)
    sys.stdout.flush()
    command = [sys.executable, "-m", "incubator.ops.processes", "--host", host, "--port", str(port)]
    command += ["--banner", banner, *(["--demo"] if demo else []), *(["--history"] if history else [])]
    os.chdir(ROOT)
    os.execv(sys.executable, command)


def main() -> int:
    parser = argparse.ArgumentParser(description="Serve web, worker and beat together.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--history", action="store_true")
    parser.add_argument("--banner", default="")
    asked = parser.parse_args()
    if make := os.environ.get("PEPINIERE_END_WITH_PARENT"):  # killing make, however early, leaves nothing
        die_with_parent(int(make), signal.SIGTERM)
    if refusal := port_refusal(asked.host, asked.port):
        print(refusal, file=sys.stderr)
        return 1
    return Supervisor(
        children(asked.host, asked.port, demo=asked.demo, history=asked.history),
        banner=asked.banner or f"Ready: http://localhost:{asked.port}",
        is_ready=health_of(asked.host, asked.port),
    ).run()


if __name__ == "__main__":
    sys.exit(main())

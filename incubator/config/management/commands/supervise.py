"""Serve web, worker and beat together, restarted when one dies: `manage.py supervise --port 8000`."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from incubator.ops import processes
from incubator.ops.supervisor import free_port

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Command(BaseCommand):
    help = "Run the web, worker and beat processes together until Ctrl-C."
    requires_system_checks = "__all__"
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, host, port, **options):
        demo = settings.PEPINIERE_MODE == "demo"
        if demo and host not in LOOPBACK:
            raise CommandError(
                f"A demonstration is served on this machine only: {host} is refused, leave --host out."
            )
        processes.become_supervisor(host=host, port=port or free_port(host), demo=demo)

"""How the web process is served, everywhere: `gunicorn -c python:incubator.ops.gunicorn`.

The number of processes comes from gunicorn's own WEB_CONCURRENCY; 1 when unset, as a demonstration's SQLite
and in-process cache want it.
"""

import gc
import os

from incubator.ops.supervisor import die_with_parent

worker_class = "gthread"
# The threads of a process share one processor, and more of them get in each other's way: one works while the other waits
# for the database. The proxy before them (nginx) waits for slow lines in their stead.
threads = int(os.environ.get("PEPINIERE_WEB_THREADS", "2"))
timeout = 60
graceful_timeout = 4
keepalive = 5
control_socket_disable = True
loglevel = "warning"


def post_fork(server, worker) -> None:
    """A worker never outlives its master, however that ends; it would keep the port."""
    die_with_parent(worker.ppid)


def post_worker_init(worker) -> None:
    """What was loaded at start is there for good: the collector of unused objects need not go through it again."""
    gc.collect()
    gc.freeze()

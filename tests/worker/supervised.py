"""The worker under the product's supervisor, as `make demo` and deploy/ keep it: one that dies is started again.

A worker whose broker vanishes while it acknowledges a task may end (kombu fails to close its connection); only
whoever starts it again brings the letters on their way.
"""

import sys

from incubator.ops.processes import children
from incubator.ops.supervisor import Child, Supervisor


def main() -> int:
    (worker,) = [child for child in children("127.0.0.1", 1, demo=False) if child.name == "worker"]
    return Supervisor(
        [Child(worker.name, worker.command)]
    ).run()  # with the tests' settings, from our environment


if __name__ == "__main__":
    sys.exit(main())

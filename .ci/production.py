"""Start the product as production does – PostgreSQL, Redis, gunicorn, nginx with our own file before it – and look at it.

HTTPS aside: the lines of `deploy/nginx.conf` about certificates are left out, all others are used as they stand. The
addresses of the two servers are those of the tests (`PEPINIERE_TEST_DATABASE_URL`, an empty database, and
`PEPINIERE_TEST_REDIS_URL`).
"""

import base64
import http.client
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from incubator.ops.supervisor import free_port  # noqa: E402

PYTHON, HOST = str(ROOT / ".venv/bin/python"), "pepiniere.example"
FIRST_DAY = (
    ["collectstatic", "--noinput", "-v0"],
    ["migrate", "--noinput", "-v0"],
    ["open_centre", "--name", "Centre", "--admin", "premiere@pepiniere.example"],
)
HTTP = """
daemon off; pid {room}/nginx.pid; error_log {room}/nginx.log; worker_processes 1; events {{}}
http {{
    include /etc/nginx/mime.types; access_log off;
    client_body_temp_path {room}/t1; proxy_temp_path {room}/t2; fastcgi_temp_path {room}/t3;
    uwsgi_temp_path {room}/t4; scgi_temp_path {room}/t5;
    {ours}
}}
"""


def environment(room: Path) -> dict[str, str]:
    """Return what `deploy/env.example` asks for, and nothing of the caller's."""
    return {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "PEPINIERE_MODE": "production",
        "PEPINIERE_SECRET_KEY": secrets.token_urlsafe(48),
        "PEPINIERE_FIELD_KEYS": "ci:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "PEPINIERE_BASE_URL": f"https://{HOST}",
        "PEPINIERE_ALLOWED_HOSTS": f"{HOST},localhost",
        "PEPINIERE_DATABASE_URL": os.environ["PEPINIERE_TEST_DATABASE_URL"],
        "PEPINIERE_REDIS_URL": os.environ["PEPINIERE_TEST_REDIS_URL"],
        "PEPINIERE_PRIVATE_ROOT": str(room / "private"),
        "PEPINIERE_MEDIA_ROOT": str(room / "media"),
        "PEPINIERE_ACCEL_PREFIX": "/private-files/",
        "PEPINIERE_TRUSTED_PROXIES": "127.0.0.1",
        "WEB_CONCURRENCY": "2",
    }


def proxy_file(room: Path, port: int, behind: int) -> str:
    """Return our own nginx file for this room: without certificates, on one port of the machine itself."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    text = re.sub(r"server \{\s*listen 80;.*?\n\}\n", "", text, count=1, flags=re.S)
    text = re.sub(r"^\s*(ssl_\w+|listen \[::\]).*\n", "", text, flags=re.M)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("server web:8000;", f"server 127.0.0.1:{behind};")
    return HTTP.format(room=room, ours=text.replace("/srv/pepiniere/var/production", str(room)))


def ask(port: int, path: str, host: str = HOST, **headers: str) -> tuple[int, dict[str, str], bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path, headers={"Host": host, **{k.replace("_", "-"): v for k, v in headers.items()}})
    answer = line.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            if ask(port, "/healthz")[0] == 200:
                return
        except OSError:
            pass
        if time.monotonic() > deadline:
            sys.exit("The product does not answer behind nginx.")
        time.sleep(0.2)


def fill(room: Path) -> None:
    """Put a file where each kind of file stands."""
    for path in (
        "media/images/a.png",
        "media/original_images/a.png",
        "media/documents/a.pdf",
        "private/aa/b",
    ):
        (room / path).parent.mkdir(parents=True, exist_ok=True)
        (room / path).write_bytes(b"a file")


def look(port: int, behind: int) -> list[str]:
    """Return what is not as SECURITY.md and deploy/README.md say."""
    statuses = {
        "/": 200, "/en/": 200, "/login/": 200, "/healthz": 200, "/readyz": 200, "/media/images/a.png": 200,
        "/media/original_images/a.png": 404, "/media/documents/a.pdf": 404, "/media/images/../documents/a.pdf": 404,
        "/private-files/aa/b": 404, "/styleguide/": 404, "/demo/outbox/": 404, "/cms/": 302, "/desk/": 302,
    }  # fmt: skip
    wrong = [
        f"{path} answers {found}, not {code}"
        for path, code in statuses.items()
        if (found := ask(port, path)[0]) != code
    ]
    forged = ask(port, "/readyz", X_Forwarded_For="127.0.0.1", X_Real_IP="127.0.0.1")[2]
    inside = ask(behind, "/readyz", host="localhost", X_Forwarded_Proto="https")[2]
    home, door = ask(port, "/")[1], ask(port, "/login/")[1]
    picture = ask(port, "/media/images/a.png")[1]
    says = {
        "an outsider reads more than ready": json.loads(forged) == {"ready": True},
        "the machine itself does not read of the broker": json.loads(inside).get("broker") is True,
        "a cookie is not bound to the host": re.match(
            r"__Host-csrf=.*; Path=/; .*Secure", door.get("set-cookie", "")
        ),
        "no strict transport": "max-age=31536000" in home.get("strict-transport-security", ""),
        "no content policy": "form-action 'self'" in home.get("content-security-policy", ""),
        "the proxy tells its version": home.get("server") == "nginx",
        "a picture may run something": "sandbox" in picture.get("content-security-policy", ""),
        "a page is reached without HTTPS": ask(behind, "/login/")[0] == 301,
        "another host is answered": ask(port, "/", host="evil.example")[0] == 400,
    }
    return wrong + [sentence for sentence, right in says.items() if not right]


def main() -> None:
    started, port, behind = time.monotonic(), free_port(), free_port()
    room = Path(tempfile.mkdtemp(prefix="pepiniere-production-"))
    room.chmod(0o755)  # nginx reads as another user
    env, running = environment(room), []
    try:
        fill(room)
        (room / "nginx.conf").write_text(proxy_file(room, port, behind))
        subprocess.run([PYTHON, "-m", "incubator.config.catalogues"], cwd=ROOT, env=env, check=True)
        for words in FIRST_DAY:
            subprocess.run(
                [PYTHON, "manage.py", *words], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
            )
        gunicorn = [
            PYTHON,
            "-m",
            "gunicorn",
            "-c",
            "python:incubator.ops.gunicorn",
            "-b",
            f"127.0.0.1:{behind}",
        ]
        running.append(subprocess.Popen([*gunicorn, "incubator.config.wsgi:application"], cwd=ROOT, env=env))
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        running.append(subprocess.Popen([nginx, "-p", str(room), "-c", str(room / "nginx.conf")]))
        wait_for(port)
        wrong = look(port, behind)
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(timeout=30)
        shutil.rmtree(room)
    if wrong:
        sys.exit("\n".join(["Production is not as promised:", *wrong]))
    print(f"Production answered behind nginx as promised, after {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()

"""A stand-in for the payment provider, for the demonstration and the tests. NEVER used in production.

It takes no money. It is a small server with a memory, which speaks as much of Stripe's interface as the product uses:
payment pages with idempotency keys, refunds, signed events in any number. `python -m funding.cards.fake_provider --port N`
runs it; the product finds it by PEPINIERE_STRIPE_API_BASE, and it finds the product by PEPINIERE_BASE_URL.
POST /_fail {"status": 500, "saved": true} or {"status": "drop"} or {"status": "timeout"} spoils the next answer only.
Standard library only: it knows nothing of the product.
"""

import argparse
import hashlib
import hmac
import html
import json
import os
import re
import secrets
import threading
import time
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Deliver = Callable[[bytes, str], None]
TRIES, PAUSE, SILENCE = 4, 1.0, 30.0
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Paiement de démonstration</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{{font:17px/1.5 system-ui,sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b}}
button{{font:inherit;min-height:44px;padding:.5rem 1.2rem;margin:.3rem .5rem 0 0}}.n{{background:#fdf3d8;padding:.8rem}}
</style></head><body><main><p class="n">Démonstration : aucune carte n’est demandée, aucun argent ne bouge.</p>
<h1>{label}</h1><p><strong>{amount} F CFA</strong></p>{body}</main></body></html>"""
BUTTONS = """<form method="post"><button name="act" value="pay">Payer</button>
<button name="act" value="cancel">Annuler</button></form>"""


class Provider:
    """The memory: payment pages, refunds, answers by key, and the failures to come."""

    def __init__(self, *, secret: str, deliver: Deliver) -> None:
        self.secret, self.deliver = secret, deliver
        self.sessions: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, tuple[str, dict[str, Any]]] = {}
        self.failures: list[dict[str, Any]] = []
        self.lock = threading.RLock()
        self.url = ""

    def once(self, key: str, asked: str, act: Callable[[], dict[str, Any]]) -> tuple[int, dict[str, Any]]:
        """Do an act, or return what it answered before under the same key."""
        with self.lock:
            if key and key in self.answers:
                before, answer = self.answers[key]
                return (
                    (200, answer)
                    if before == asked
                    else (400, error("idempotency_error", "Other parameters."))
                )
            answer = act()
            if key:
                self.answers[key] = (asked, answer)
            return 200, answer

    def open_session(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Open a payment page."""
        line = asked["line_items"]["0"]
        identity = f"cs_test_{secrets.token_hex(12)}"
        self.sessions[identity] = {
            "id": identity, "object": "checkout.session", "status": "open", "payment_status": "unpaid",
            "amount_total": int(line["price_data"]["unit_amount"]) * int(line["quantity"]),
            "currency": line["price_data"]["currency"], "client_reference_id": asked.get("client_reference_id"),
            "metadata": asked.get("metadata", {}), "payment_intent": None, "url": f"{self.url}/pay/{identity}",
            "success_url": asked["success_url"], "cancel_url": asked["cancel_url"],
            "label": line["price_data"]["product_data"]["name"],
        }  # fmt: skip
        return dict(self.sessions[identity])

    def pay(self, identity: str) -> None:
        """Pay an open page; a second time changes nothing."""
        with self.lock:
            session = self.sessions[identity]
            if session["status"] != "open":
                return
            session |= {
                "status": "complete",
                "payment_status": "paid",
                "payment_intent": f"pi_{secrets.token_hex(8)}",
            }
        self.tell("checkout.session.completed", session)

    def expire(self, identity: str) -> tuple[int, dict[str, Any]]:
        """Close an open page."""
        with self.lock:
            session = self.sessions[identity]
            if session["status"] != "open":
                return 400, error("invalid_request_error", "Only an open session may expire.")
            session["status"], session["url"] = "expired", None
        self.tell("checkout.session.expired", session)
        return 200, dict(session)

    def refund(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give the whole of a payment back."""
        intent = asked["payment_intent"]
        session = next(s for s in self.sessions.values() if s["payment_intent"] == intent)
        amount, currency = session["amount_total"], session["currency"]
        made = {"id": f"re_{secrets.token_hex(8)}", "object": "refund", "status": "succeeded", "amount": amount,
                "currency": currency, "payment_intent": intent}  # fmt: skip
        self.refunds[made["id"]] = made
        self.tell("charge.refunded", {
            "id": f"ch_{secrets.token_hex(8)}", "object": "charge", "amount": amount, "amount_refunded": amount,
            "refunded": True, "currency": currency, "payment_intent": intent, "metadata": session["metadata"],
        })  # fmt: skip
        return made

    def tell(self, kind: str, thing: dict[str, Any]) -> None:
        """Send a signed event, in the background."""
        event = {"id": f"evt_{secrets.token_hex(12)}", "object": "event", "type": kind, "created": int(time.time()),
                 "data": {"object": thing}}  # fmt: skip
        body = json.dumps(event).encode()
        threading.Thread(target=self.deliver, args=(body, sign(body, self.secret)), daemon=True).start()


def sign(body: bytes, secret: str, at: int | None = None) -> str:
    """Return the signature header of an event."""
    at = int(time.time()) if at is None else at
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mac}"


def error(kind: str, message: str) -> dict[str, Any]:
    """Return an error as the provider writes it."""
    return {"error": {"type": kind, "message": message}}


def nested(text: str) -> dict[str, Any]:
    """Read `a[b][0]=c` into {"a": {"b": {"0": "c"}}}."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        *path, last = re.findall(r"[^\[\]]+", name)
        place = found
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return found


class Door(BaseHTTPRequestHandler):
    """The provider's addresses."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if found := re.fullmatch(r"/v1/checkout/sessions/(\w+)", path):
            session = self.provider.sessions.get(found[1])
            self.answer(
                *((200, session) if session else (404, error("invalid_request_error", "No such session.")))
            )
        elif found := re.fullmatch(r"/pay/(\w+)", path):
            self.page(found[1])
        else:
            self.answer(404, error("invalid_request_error", "No such address."))

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if path == "/_fail":
            self.provider.failures.append(json.loads(text))
            self.answer(200, {})
        elif found := re.fullmatch(r"/pay/(\w+)", path):
            self.chosen(found[1], dict(parse_qsl(text)).get("act", ""))
        elif not self.headers.get("Authorization", "").startswith("Bearer "):
            self.answer(401, error("invalid_request_error", "No key."))
        else:
            self.asked(path, text)

    @property
    def provider(self) -> Provider:
        return self.server.provider

    def asked(self, path: str, text: str) -> None:
        failure = self.provider.failures.pop(0) if self.provider.failures else {}
        if failure and not failure.get("saved"):
            self.spoil(failure)
            return
        answer = self.act(path, text)
        if failure:
            self.spoil(failure)
        else:
            self.answer(*answer)

    def act(self, path: str, text: str) -> tuple[int, dict[str, Any]]:
        key, words = self.headers.get("Idempotency-Key", ""), nested(text)
        if path == "/v1/checkout/sessions":
            return self.provider.once(key, text, lambda: self.provider.open_session(words))
        if path == "/v1/refunds":
            return self.provider.once(key, text, lambda: self.provider.refund(words))
        found = re.fullmatch(r"/v1/checkout/sessions/(\w+)/expire", path)
        if found and found[1] in self.provider.sessions:
            return self.provider.expire(found[1])
        return 404, error("invalid_request_error", "No such address.")

    def spoil(self, failure: dict[str, Any]) -> None:
        if failure["status"] == "timeout":
            self.server.closing.wait(failure.get("seconds", SILENCE))
        if failure["status"] in ("timeout", "drop"):
            self.close_connection = True
        else:
            self.answer(int(failure["status"]), error("api_error", "Told to fail."))

    def page(self, identity: str) -> None:
        session = self.provider.sessions.get(identity)
        if session is None:
            self.answer(404, error("invalid_request_error", "No such page."))
            return
        amount = f"{session['amount_total']:,}".replace(",", "\u202f")
        body = BUTTONS if session["status"] == "open" else "<p>Cette page de paiement est fermée.</p>"
        text = PAGE.format(label=html.escape(session["label"]), amount=amount, body=body)
        self.write(200, text.encode(), "text/html; charset=utf-8")

    def chosen(self, identity: str, act: str) -> None:
        session = self.provider.sessions.get(identity)
        if session is None or act not in ("pay", "cancel"):
            self.answer(404, error("invalid_request_error", "No such page."))
            return
        if act == "pay":
            self.provider.pay(identity)
        self.send_response(303)
        self.send_header("Location", session["success_url" if act == "pay" else "cancel_url"])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, status: int, body: dict[str, Any]) -> None:
        self.write(status, json.dumps(body).encode(), "application/json")

    def write(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """The provider behind its door."""

    daemon_threads = True

    def __init__(self, provider: Provider, *, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), Door)
        self.provider, self.closing = provider, threading.Event()
        provider.url = f"http://{host}:{self.server_address[1]}"


def send_to(address: str) -> Deliver:
    """Return what posts an event to the product, a few times until it is taken."""

    def deliver(body: bytes, signature: str) -> None:
        headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
        for _try in range(TRIES):
            try:
                request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310
                with urllib.request.urlopen(request, timeout=10):  # noqa: S310
                    return
            except OSError:
                time.sleep(PAUSE)

    return deliver


def main() -> None:
    parser = argparse.ArgumentParser(
        description="A stand-in for the payment provider (demonstration and tests)."
    )
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    product = os.environ.get("PEPINIERE_BASE_URL", "http://localhost:8000")
    secret = os.environ.get("PEPINIERE_STRIPE_WEBHOOK_SECRET", "whsec_demo")
    provider = Provider(secret=secret, deliver=send_to(f"{product}/webhooks/stripe/"))
    Server(provider, port=asked.port).serve_forever()


if __name__ == "__main__":
    main()

"""A receiver of the registry's messages, with the standard library alone.

    WEBHOOK_SECRET=mmw_… python receiver.py 8080 received.jsonl

It trusts a message that is signed and not older than five minutes, writes each down once, and answers at once: reading
the records themselves comes after.  Put it behind a proxy with TLS.
"""

import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock

SECRET = os.environ["WEBHOOK_SECRET"].encode()
PORT, FILE = int(sys.argv[1]), Path(sys.argv[2])
OLDEST = 300  # seconds
LARGEST = 100_000  # bytes
lock = Lock()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), LARGEST))
        moment = self.headers.get("X-Registry-Time", "")
        signed = "sha256=" + hmac.new(SECRET, moment.encode() + b"." + body, hashlib.sha256).hexdigest()
        is_ours = hmac.compare_digest(signed, self.headers.get("X-Registry-Signature", ""))
        if not is_ours or abs(time.time() - int(moment)) > OLDEST:
            self.answer(403)
            return
        message = json.loads(body)
        with lock:
            # Sent again after a crash or by a person, a message has the same id and may tell less, never more.
            if message["delivery"] not in known():
                with FILE.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(message) + "\n")
        self.answer(204)

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.end_headers()


def known() -> set[str]:
    """Ids of what was written down."""
    if not FILE.exists():
        return set()
    return {json.loads(line)["delivery"] for line in FILE.read_text(encoding="utf-8").splitlines()}


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", PORT), Receiver).serve_forever()

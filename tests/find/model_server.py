"""A real OpenAI-compatible server on loopback that behaves as a test asks."""

from __future__ import annotations

import contextlib
import copy
import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATH = "/v1/chat/completions"
Behaviour = Callable[["Asked"], None]


class Asked(BaseHTTPRequestHandler):
    """One request. A behaviour answers it, in whatever way."""

    protocol_version = "HTTP/1.1"
    server: Model

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        self.request_json = json.loads(self.body)
        self.server.asked.append(copy.copy(self))  # one object serves a whole connection
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.server.behave(self)

    def do_GET(self) -> None:
        self.server.asked.append(self)
        self.send_error(404)

    @property
    def passage(self) -> str:
        """The passage between the fences, as a model would see it."""
        found = re.search(r"(?ms)^(FENCE \w{64})\n(.*)\n\1$", self.request_json["messages"][1]["content"])
        assert found
        return found[2]

    def send(self, status: int, body: bytes, **headers: str) -> None:
        """Any answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def say(self, content: object, **choice: object) -> None:
        """A chat completion with these words, or with this value as JSON."""
        words = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        message = {"role": "assistant", "content": words}
        self.send(200, json.dumps({"choices": [{"message": message, "finish_reason": "stop", **choice}]}).encode())

    def log_message(self, *args: object) -> None:
        """Nothing on standard error."""


class Model(ThreadingHTTPServer):
    """`behave` answers each request; `asked` holds them all."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.asked: list[Asked] = []
        self.behave: Behaviour = lambda asked: asked.say({"claims": []})
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextlib.contextmanager
def serving() -> Iterator[Model]:
    """A server in a thread."""
    model = Model()
    thread = threading.Thread(target=model.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.stopping.set()
        model.shutdown()
        model.server_close()
        thread.join()


def claim(quote: str, technology: str, words: str, act: str, act_words: str, **more: object) -> dict[str, object]:
    """A claim as a model gives it."""
    return {
        "quote": quote, "kind": "deployment", "technology": [{"id": technology, "words": words}],
        "act": {"id": act, "words": act_words}, "polarity": "affirmed", "certainty": "stated", **more,
    }  # fmt: skip

"""The client of the throughput: it reads how long an answer is, and takes nothing but a page for one."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from benchmarks.pages_throughput import Failed, length_in, rate


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with the status that the address names."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"." * 100_000)

    def log_message(self, format: str, *words: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    """Says nothing of clients that hang up."""

    def handle_error(self, *words: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with Server(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_whole_answers_are_counted(port: int) -> None:
    assert rate(port, "/200/", "", seconds=0.2) > 0


def test_another_status_is_a_failure(port: int) -> None:
    with pytest.raises(Failed, match="500"):
        rate(port, "/500/", "", seconds=0.2)


def test_the_length_is_read_from_the_headers() -> None:
    assert length_in(b"HTTP/1.1 200 OK\r\nServer: x\r\ncontent-length: 12") == 12


def test_an_answer_without_a_length_is_a_failure() -> None:
    with pytest.raises(Failed, match="without its length"):
        length_in(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked")

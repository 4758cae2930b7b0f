"""`cancu serve` beside clients that send or read too slowly: they are let go, the others are served."""

import contextlib
import json
import select
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

pytest.importorskip("starlette", reason='needs the extra: pip install "cancu[serve]"')
pytest.importorskip("uvicorn", reason='needs the extra: pip install "cancu[serve]"')

PATIENCE = 1.0
CODE = """
import sys, cancu
from cancu.graph.store import published
from cancu.viz.serve import Settings, serve
serve(cancu.open(sys.argv[1]), published(sys.argv[1]), Settings(port=0, patience=float(sys.argv[2])),
      ready=lambda address: print(address, flush=True))
"""
HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
# What a client sends, and what it then sends again and again, a byte or two at a time.
DRIBBLES = {
    "nothing": (b"", b""),
    "a header": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", b"a"),
    "header lines": (b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"X: y\r\n"),
    "a body": (HEAD + b"Content-Length: 100000\r\n\r\nASK", b" "),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "a body that nobody reads": (
        b"GET /documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n",
        b" ",
    ),
    "a second request": (b"GET /sparql HTTP/1.1\r\nHost: localhost\r\n\r\nGET /spa", b"r"),
}


@pytest.fixture(scope="module")
def server(samples_folder, tmp_path_factory):
    command = [sys.executable, "-c", CODE, str(samples_folder), str(PATIENCE)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path_factory.mktemp("elsewhere"))
    assert process.stdout
    address = process.stdout.readline().strip().removeprefix("http://").rstrip("/")
    assert address, "the server said where it listens"
    host, port = address.split(":")
    yield host, int(port)
    process.terminate()
    process.wait(15)
    process.stdout.close()


def answers(server):
    url = "http://{}:{}/sparql?query=ASK%20%7B%20%3Fs%20a%20cancu%3APlan%20%7D".format(*server)
    with urllib.request.urlopen(url, timeout=10) as response:
        return json.load(response)["boolean"]


def until(connection, end):
    """What arrives up to `end`, in however many pieces."""
    said = b""
    while end not in said:
        piece = connection.recv(65536)
        assert piece, said
        said += piece
    return said


def seconds_until_let_go(server, first, more, *, most=10.0):
    """How long a connection lives on which a little comes every tenth of a second."""
    with socket.create_connection(server, timeout=5) as connection:
        connection.sendall(first)
        began = time.monotonic()
        try:
            while time.monotonic() - began < most:
                if select.select([connection], [], [], 0.1)[0] and not connection.recv(65536):
                    break
                connection.sendall(more)
        except ConnectionError:
            pass
        return time.monotonic() - began


@pytest.mark.parametrize("how", DRIBBLES)
def test_slow_senders_are_let_go(server, how):
    took = seconds_until_let_go(server, *DRIBBLES[how])
    assert took < PATIENCE + 5
    assert answers(server)


def test_three_hundred_slow_senders_at_once_hold_nobody_up(server):
    slow = [socket.create_connection(server, timeout=5) for _ in range(300)]
    try:
        for number, connection in enumerate(slow):
            connection.sendall(list(DRIBBLES.values())[number % len(DRIBBLES)][0][:60])
        began = time.monotonic()
        assert all(answers(server) for _ in range(10))
        assert time.monotonic() - began < 5
    finally:
        for connection in slow:
            connection.close()


def test_who_sends_in_time_is_served_whatever_comes_before(server):
    with socket.create_connection(server, timeout=10) as connection:
        body = b"ASK { ?s a cancu:Plan }"
        connection.sendall(HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode() + body[:5])
        time.sleep(PATIENCE / 2)
        connection.sendall(body[5:])
        assert until(connection, b"true}").startswith(b"HTTP/1.1 200")
        time.sleep(PATIENCE / 2)  # at rest between two requests is not slow
        connection.sendall(b"GET /sparql HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert until(connection, b"UnionDefaultGraph").startswith(b"HTTP/1.1 200")


def test_over_long_addresses_and_heads_are_refused(server):
    for request in (
        b"GET /sparql?query=" + b"x" * 200_000,
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 200_000,
    ):
        with socket.create_connection(server, timeout=10) as connection:
            connection.sendall(request + b"\r\n\r\n")
            with contextlib.suppress(ConnectionResetError):  # closed before it had read all that was sent
                assert connection.recv(65536).startswith(b"HTTP/1.1 4")
        assert answers(server)

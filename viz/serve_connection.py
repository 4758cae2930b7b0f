"""Connections that end when the other side is too slow: uvicorn bounds idle ones only, not headers that trickle in.

A client that sends a byte now and then would hold its connection for ever (RFC 9112, section 9.5 leaves timeouts to the
server); some hundreds of them would hold them all.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


def connections(patience: float) -> type[H11Protocol]:
    """Uvicorn's HTTP/1.1 connections, closed when a request is not whole, or an answer is not taken, in time.

    `patience` is in seconds. A request that is answered is not hurried; connections at rest are uvicorn's to close.
    """

    class Connection(H11Protocol):
        _reading: asyncio.TimerHandle | None = None
        _writing: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._reading = self.loop.call_later(patience, transport.abort)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            state = self.conn.their_state
            begun = state is h11.SEND_BODY or (state is h11.IDLE and self.conn.trailing_data[0] != b"")
            if not begun:
                self._reading = _cancelled(self._reading)
            elif self._reading is None:
                self._reading = self.loop.call_later(patience, self.transport.abort)

        def pause_writing(self) -> None:
            super().pause_writing()
            self._writing = _cancelled(self._writing) or self.loop.call_later(patience * 6, self.transport.abort)

        def resume_writing(self) -> None:
            super().resume_writing()
            self._writing = _cancelled(self._writing)

        def connection_lost(self, exc: Exception | None) -> None:
            self._reading, self._writing = _cancelled(self._reading), _cancelled(self._writing)
            super().connection_lost(exc)

    return Connection


def _cancelled(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()

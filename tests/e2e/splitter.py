"""Stands where a proxy stands in production: `/ws/` goes to the socket process, all else to the HTTP process.

It can also cut every open connection at will, which is how tests lose the line, and speak TLS to the outside.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SEEN_BY_THE_PROXY = b"X-Forwarded-Proto: https\r\nX-Forwarded-For: 127.0.0.1\r\n"


class Splitter:
    """A TCP proxy of its own thread and loop; it looks at the first request line only.

    With `tls` it tells the first request of a connection that it came over HTTPS, and from whom.
    """

    def __init__(self, front: int, *, http: int, sockets: int, tls: ssl.SSLContext | None = None) -> None:
        self._ports = (front, http, sockets)
        self._tls = tls
        self._socket_writers: set[asyncio.StreamWriter] = set()
        self._loop: asyncio.AbstractEventLoop
        self._over: asyncio.Event
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._listen()), daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    def cut_sockets(self) -> None:
        """Drop every open socket without a goodbye."""
        self._loop.call_soon_threadsafe(self._cut)

    def _cut(self) -> None:
        for writer in tuple(self._socket_writers):
            writer.transport.abort()

    async def _listen(self) -> None:
        """Serve until told to stop; `asyncio.run` then ends the connections that are still open."""
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", self._ports[0], ssl=self._tls)
        self._ready.set()
        await self._over.wait()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            line = await reader.readuntil(b"\r\n")
            is_socket = line.split(b" ")[1].startswith(b"/ws/")
            port = self._ports[2] if is_socket else self._ports[1]
            upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", port)
            if is_socket:
                self._socket_writers |= {writer, upstream_writer}
            upstream_writer.write(line + (SEEN_BY_THE_PROXY if self._tls else b""))
            await asyncio.gather(_pump(reader, upstream_writer), _pump(upstream_reader, writer))
            self._socket_writers -= {writer, upstream_writer}


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        writer.close()


@contextmanager
def start_splitter(
    front: int, *, http: int, sockets: int, tls: ssl.SSLContext | None = None
) -> Iterator[Splitter]:
    splitter = Splitter(front, http=http, sockets=sockets, tls=tls)
    splitter.start()
    try:
        yield splitter
    finally:
        splitter.stop()

"""Many requests over several processes: takes lines, gives one result a line, in the order of the lines.

A thread reads ahead and hands each line to a worker as it comes, so that who waits for one answer before asking again is
answered. At most :data:`AHEAD` lines a worker are on their way, so that memory does not grow with their number. An interrupt is
for the first process to hear; however that ends, the workers end with it.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from queue import Queue
from threading import Thread
from typing import IO, TYPE_CHECKING, TextIO

from notation.cli import jsonl
from notation.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    Begin = Callable[[], Callable[[jsonl.Request], jsonl.Answer]]
    Pending = Queue[Future[tuple[bool, str]] | None]

AHEAD = 16
_answer: Callable[[jsonl.Request], jsonl.Answer]


def run(source: IO[bytes], out: TextIO, begin: Begin, jobs: int) -> bool:
    """Answer every line of ``source`` on ``out`` with ``jobs`` processes; true if every line could be answered. ``begin``, which
    can be pickled, makes in each process what answers.

    Raises :class:`LimitError` where a worker is ended from outside, as by a system that is short of memory.
    """
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (begin,))
    pending: Pending = Queue(jobs * AHEAD)
    Thread(target=_read_ahead, args=(_own(source), pool, pending), daemon=True).start()
    well, before = True, signal.signal(signal.SIGTERM, _stopped)
    try:
        while (future := pending.get()) is not None:
            answered, text = future.result()
            jsonl.write_text(text, out)
            well = well and answered
        pool.shutdown()  # waits: a thread of the pool that ends beside the interpreter may complain of it
    except BrokenProcessPool:
        raise LimitError("a worker process ended before its time", hint="give fewer --jobs") from None
    except BaseException:
        for worker in active_children():
            worker.terminate()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        signal.signal(signal.SIGTERM, before)
    return well


def _stopped(number: int, _: FrameType | None) -> None:
    """Ends the process as ``kill`` asks, but not before it has ended its workers."""
    sys.exit(128 + number)


def _own(source: IO[bytes]) -> IO[bytes]:
    """The same bytes through a file object that no one else closes while the thread waits for more."""
    try:
        return io.open(os.dup(source.fileno()), "rb")  # noqa: UP020 - open to the end of the process
    except (OSError, io.UnsupportedOperation):
        return source


def _read_ahead(source: IO[bytes], pool: ProcessPoolExecutor, pending: Pending) -> None:
    if hasattr(signal, "pthread_sigmask"):  # Workers are started from this thread, and inherit what it does not hear.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        for number, line in enumerate(jsonl.lines(source), start=1):
            pending.put(pool.submit(_work, line, number))
    except RuntimeError:
        pass  # The run has ended, and the pool takes nothing more.
    finally:
        pending.put(None)


def _begin(begin: Begin) -> None:
    global _answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _answer = begin()


def _end_with_parent() -> None:
    """Ends a worker as soon as the first process is gone, which may have been killed."""
    if (first := parent_process()) is not None:
        first.join()
        os._exit(1)


def _work(line: bytes | None, number: int) -> tuple[bool, str]:
    result = jsonl.answered(line, number, _answer)
    return "error" not in result, jsonl.text(result)

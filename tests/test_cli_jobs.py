"""``decode --jsonl --jobs N``: the same answers in the same order, from several processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from piped import answers_each_before_the_next, says_nothing_to_a_reader_that_leaves

COMMAND = [sys.executable, "-c", "from notation.cli import main; main()", "decode", "--jsonl"]
REQUESTS = [
    *({"id": n, "latex": rf"x_{{{n}}} + \sigma^2"} for n in range(40)),
    {"id": "bad", "latex": r"\def\a{\a\a}\a"},
    {"id": "none"},
    {"id": "last", "latex": r"\lone \ud835 ∇f", "context": "where f is a loss"},
]


def run(*options: str, given: bytes) -> tuple[int, bytes, bytes]:
    done = subprocess.run([*COMMAND, *options], input=given, capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


def test_several_processes_answer_as_one_does() -> None:
    given = b"".join(json.dumps(r).encode() + b"\n" for r in REQUESTS) + b"{not json\n\xff\n"
    alone = run(given=given)
    assert run("--jobs", "2", given=given) == alone
    assert alone[0] == 1
    assert len(alone[1].splitlines()) == len(REQUESTS) + 2


def test_who_waits_for_each_answer_is_answered() -> None:
    answers_each_before_the_next([*COMMAND, "--jobs", "2"])


def test_nothing_asked_is_nothing_answered() -> None:
    assert run("--jobs", "2", given=b"") == (0, b"", b"")


def test_reader_that_leaves_is_no_error_to_see() -> None:
    says_nothing_to_a_reader_that_leaves([*COMMAND, "--jobs", "2"], b'{"id": 1, "latex": "x"}\n' * 200)


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
@pytest.mark.parametrize(("stop", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGKILL", -9)])
def test_workers_end_with_the_run(stop: str, status: int) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([*COMMAND, "--jobs", "2"], stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(b'{"latex": "x + y"}\n' * 200)
        running.stdin.flush()
        running.stdout.readline()
        # A terminal interrupts all processes of the run, a program that gives up on it only the first.
        (os.killpg if stop == "SIGINT" else os.kill)(running.pid, getattr(signal, stop))
        _, complaint = running.communicate(timeout=30)  # which the last worker to end closes
    assert running.returncode == status
    assert complaint == b"" or stop == "SIGKILL"


@pytest.mark.parametrize("options", [["--jobs", "0"], ["--jobs", "two"], ["--jobs", "-1"], ["--jobs", "62"]])
def test_wrong_number_is_wrong_usage(options: list[str]) -> None:
    status, out, complaint = run(*options, given=b"")
    assert (status, out) == (2, b"")
    assert b"--jobs" in complaint


def test_jobs_need_lines() -> None:
    done = subprocess.run([*COMMAND[:-1], "--jobs", "2", "x"], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--jsonl" in done.stderr

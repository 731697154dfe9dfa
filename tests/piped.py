"""What ``--jsonl`` owes to the programs on both ends of its pipe, whatever command runs it."""

from __future__ import annotations

import json
import subprocess


def answers_each_before_the_next(command: list[str]) -> None:
    """A program that waits for one answer before it asks again is answered by ``decode --jsonl``."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for name in range(3):
            running.stdin.write(b'{"id": %d, "latex": "x"}\n' % name)
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == name
        running.stdin.close()
        assert running.wait(60) == 0


def says_nothing_to_a_reader_that_leaves(command: list[str], given: bytes) -> None:
    """Output that nobody reads any more is no error to see."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as running:
        assert running.stdout is not None
        running.stdout.close()
        running.stdout = None
        _, complaint = running.communicate(given, timeout=60)
    assert complaint == b""

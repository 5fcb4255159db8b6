"""The program in processes of its own, forked from one that has imported it: imports are half of a server's start.

A process is otherwise what `python -m psc119.console` makes: its own memory, signals, output and environment. Tests of
what the command loads and how it ends, and the benches, start the command itself.
"""

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["psc119.console", "psc119.server", "psc119.console.serving", "tests.forking"])


def launch(
    arguments: Sequence[str], environment: Mapping[str, str], log: Path, *, by_command: bool = False
) -> ForkServerProcess:
    """`psc119` with these arguments and this environment; what it says goes to `log`.

    Args:
        by_command: the process executes the command anew, imports and all.
    """
    process = _FORKS.Process(target=_run, args=(tuple(arguments), dict(environment), log, by_command))
    process.start()
    return process


def _run(arguments: tuple[str, ...], environment: dict[str, str], log: Path, by_command: bool) -> None:
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(out, stream.fileno())
    os.close(out)
    if by_command:
        os.execve(sys.executable, [sys.executable, "-m", "psc119.console", *arguments], environment)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["psc119", *arguments]
    from psc119.console import main

    main()

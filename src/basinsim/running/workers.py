"""Who works on the blocks: this process, processes beside it, or a cluster."""

import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from basinsim.errors import InputError, RunError

Task = TypeVar("Task")
Done = TypeVar("Done")

_ATTEMPTS = 3


@contextmanager
def local_processes(workers: int) -> Iterator[Executor]:
    """Open processes on this machine.

    Parameters
    ----------
    workers : int
        How many.

    Yields
    ------
    Executor
        Closed with all its processes at the end, whatever ends it.
    """
    # Started afresh and not forked: a solver and its threads do not survive a fork.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_quietly)
    processes = pool._processes
    try:
        yield pool
    finally:
        for process in list((processes or {}).values()):
            process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Open a Dask cluster as an executor.

    Parameters
    ----------
    address : str
        Of its scheduler, such as ``tcp://10.0.0.1:8786``.

    Yields
    ------
    Executor
        Of the cluster; the cluster itself goes on when it is closed.

    Raises
    ------
    RunError
        Where Dask is not installed, or nothing answers at the address.
    """
    try:
        from distributed import Client
    except ImportError as error:
        message = "a cluster needs Dask: install basinsim[cluster]"
        raise RunError(message) from error
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        message = f"no scheduler answers at {address}: {error}"
        raise RunError(message) from error
    with client, client.get_executor(pure=False, retries=_ATTEMPTS) as executor:
        yield executor


def completed(
    work: Callable[[Task], Done], tasks: list[Task], open_executor: Callable[[], Any]
) -> Iterator[tuple[int, Done]]:
    """Do all tasks, and again those whose worker was lost.

    Parameters
    ----------
    work : callable
        Of a module, so that it can be sent to another process.
    tasks : list
        What it is called with.
    open_executor : callable
        Opens an executor, as a context manager.

    Yields
    ------
    (int, Done)
        Number of the task and what came of it, in the order in which they are done.

    Raises
    ------
    RunError
        Where workers are lost again and again.
    """
    left = set(range(len(tasks)))
    failures = 0
    while left:
        before = len(left)
        try:
            with open_executor() as executor:
                waiting: dict[Future[Done], int] = {
                    executor.submit(work, tasks[number]): number for number in sorted(left)
                }
                while waiting:
                    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                        number = waiting.pop(future)
                        result = future.result()
                        left.discard(number)
                        yield number, result
        except (InputError, RunError):
            raise
        except BrokenProcessPool as error:
            failures = 0 if len(left) < before else failures + 1
            if failures >= _ATTEMPTS:
                message = (
                    f"workers were lost {_ATTEMPTS} times without finishing a block: is there enough memory? "
                    "Try fewer workers"
                )
                raise RunError(message) from error


def _leave_quietly() -> None:
    """Let a worker end when its parent says so, cleaning up; Ctrl-C is for the parent to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))

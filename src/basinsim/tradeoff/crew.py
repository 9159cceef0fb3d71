"""Who simulates: this process, or processes that stay from one round of a search to the next."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from basinsim.running.workers import completed, local_processes

Task = TypeVar("Task")
Done = TypeVar("Done")


class Crew:
    """Workers that are started when they are first needed; a context manager.

    Parameters
    ----------
    workers : int
        Processes; with one, this process does the work.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._stack = ExitStack()
        self._pool: Executor | None = None

    def __enter__(self) -> "Crew":
        """Begin; nothing is started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes."""
        self._stack.close()
        self._pool = None

    def do(self, work: Callable[[Task], Done], tasks: list[Task]) -> Iterator[tuple[int, Done]]:
        """Do all tasks, and again those whose worker was lost.

        Parameters
        ----------
        work : callable
            Of a module, so that it can be sent to another process.
        tasks : list
            What it is called with.

        Yields
        ------
        (int, Done)
            Number of the task and what came of it, in the order in which they are done.

        Raises
        ------
        RunError
            Where workers are lost again and again.
        """
        if self.workers > 1:
            yield from completed(work, tasks, self._opened)
            return
        for number, task in enumerate(tasks):
            yield number, work(task)

    @contextmanager
    def _opened(self) -> Iterator[Executor]:
        if self._pool is None:
            self._pool = self._stack.enter_context(local_processes(self.workers))
        try:
            yield self._pool
        except BrokenProcessPool:
            self._pool = None  # the next round begins with new ones
            raise

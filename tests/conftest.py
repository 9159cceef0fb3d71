"""What holds for all tests."""

import gc
import signal
from collections.abc import Generator

import pytest

# A shell starts background jobs with Ctrl-C ignored, and every program they start inherits that: tests that
# interrupt a program would wait for it in vain.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Import and collect without looking for garbage: nearly all of it stays, and tests need not look through it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()

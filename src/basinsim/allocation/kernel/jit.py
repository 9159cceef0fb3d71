"""How functions of the kernel are compiled."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])

_njit: Any = numba.njit

_OPTIONS = {
    "nogil": True,
    # No array is made or freed in here: counting references to the caller's would cost a sixth of the time.
    "_nrt": False,
    # Sums may be taken in another order, and multiplied in one go; nothing else is loosened.
    "fastmath": {"reassoc", "contract", "nsz"},
}


def inner(function: Function) -> Function:
    """Compile a function that only other compiled ones call.

    Without ways in from Python it compiles in half the time.
    """
    compiled: Function = _njit(**_OPTIONS, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    return compiled


def once(function: Function) -> Function:
    """Write a function that is called in one place into its caller before that is compiled.

    Each function is optimised with all that it calls, so that every depth of calls costs as much again.
    """
    written: Function = _njit(**_OPTIONS, inline="always")(function)
    return written


def outermost(function: Function) -> Function:
    """Compile the function that Python calls; it is kept on disk with all that it calls."""
    compiled: Function = _njit(**_OPTIONS, cache=True)(function)
    return compiled

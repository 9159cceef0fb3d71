"""How sure a number is."""

from typing import Literal, get_args

Status = Literal["seen", "second-hand", "derived", "assumption"]
STATUSES: tuple[str, ...] = get_args(Status)
"""How sure a number is: read in its source; read where another is quoted; worked out; supposed."""

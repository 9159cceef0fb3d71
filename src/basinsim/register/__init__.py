"""Where each number of a basin comes from, how sure it is, and within which range it may lie."""

from basinsim.register.numbers import Number, disagreements, numbers_in
from basinsim.register.rows import Register, Row, read_register
from basinsim.register.setting import UnsettableError, with_value
from basinsim.schema.status import STATUSES

__all__ = [
    "STATUSES",
    "Number",
    "Register",
    "Row",
    "UnsettableError",
    "disagreements",
    "numbers_in",
    "read_register",
    "with_value",
]

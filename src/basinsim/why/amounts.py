"""Amounts of water as sentences have them."""

import math


def amount(value: float, unit: str) -> str:
    """Return an amount to three figures or to the whole number, such as ``3.2 Ml/d`` or ``15,000 Ml``."""
    size = abs(value)
    if size < 5e-7:
        return f"0 {unit}"
    decimals = max(0, 2 - math.floor(math.log10(size)))
    text = f"{value:,.{decimals}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} {unit}"


def rounded_up(value: float) -> float:
    """Return an amount rounded up to three figures, so that what is said is never too little."""
    if value <= 0:
        return 0.0
    place = 10.0 ** (math.floor(math.log10(value)) - 2)
    # A hair above a round number is that number: the solver's zero is not exact.
    return math.ceil(value / place * (1 - 1e-6)) * place

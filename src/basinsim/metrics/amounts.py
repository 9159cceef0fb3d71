"""Numbers of metrics as people read them."""

import math


def shown_unit(unit: str) -> str:
    """Return the unit in which a metric is shown: shares are shown in per cent."""
    return "%" if unit == "1" else unit


def shown(value: float, unit: str, *, signed: bool = False) -> str:
    """Write a number in its shown unit, without the unit, to about three figures.

    Parameters
    ----------
    value : float
        In the metric's own unit.
    unit : str
        That unit.
    signed : bool
        Whether what is above nothing has a plus, as changes have.

    Returns
    -------
    str
        Such as ``97.4``, ``+1,250``, ``2.40 M`` (million) or ``0``; a dash where there is no number.
    """
    if not math.isfinite(value):
        return "–" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    number = 100.0 * value if unit == "1" else value
    size, suffix = abs(number), ""
    if size >= 1e6:
        size, suffix = size / 1e6, " M"
    decimals = 0 if size >= 100 else 1 if size >= 10 or (unit == "1" and not suffix) else 2
    if 0 < size < 0.5 * 10**-decimals:
        decimals = min(math.ceil(-math.log10(size)), 4)
    text = f"{size:,.{decimals}f}"
    if not float(text.replace(",", "")):
        return "0"
    sign = "−" if number < 0 else "+" if signed else ""
    return sign + text + suffix

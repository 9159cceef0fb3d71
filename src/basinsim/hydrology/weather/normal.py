"""The standard normal distribution, loaded when it is first used: `check` needs the weather's tables and no numbers of it."""

import numpy as np


def ndtr(value: np.ndarray) -> np.ndarray:
    """Share of a standard normal variable that lies below a value.

    Parameters
    ----------
    value : ndarray
        Of any shape.

    Returns
    -------
    ndarray
        From 0 to 1.
    """
    from scipy import special

    return np.asarray(special.ndtr(value))


def ndtri(share: np.ndarray) -> np.ndarray:
    """Value below which a share of a standard normal variable lies, the inverse of :func:`ndtr`.

    Parameters
    ----------
    share : ndarray
        From 0 to 1, of any shape.

    Returns
    -------
    ndarray
        Without end at both ends.
    """
    from scipy import special

    return np.asarray(special.ndtri(share))

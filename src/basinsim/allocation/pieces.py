"""Shortage shared among users and spread over time: a convex price in ten pieces, then ten more.

The price of missing a share of a wish rises in ten pieces of slope 1 to 10. A second pass divides
the piece in which each share was found into ten again, so that equal users end within 0.01.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_array, coo_array, csc_array

PIECES = 10


@dataclass(frozen=True)
class Pieces:
    """The parts into which wishes are divided for one pass.

    Attributes
    ----------
    wishes : ndarray of int, shape (wishes,)
        Columns of the wishes.
    owner : ndarray of int, shape (pieces,)
        Which wish each part belongs to.
    width : ndarray, shape (pieces,)
        Most that the part can be of the wish.
    price : ndarray, shape (pieces,)
        Of getting one less of it; falls from part to part of a wish.
    base : ndarray, shape (wishes,)
        What each wish is sure of, below its first part.
    """

    wishes: np.ndarray
    owner: np.ndarray
    width: np.ndarray
    price: np.ndarray
    base: np.ndarray


def first_pieces(wishes: np.ndarray, amounts: np.ndarray) -> Pieces:
    """Divide wishes into ten parts each.

    Parameters
    ----------
    wishes : ndarray of int, shape (wishes,)
        Columns.
    amounts : ndarray, shape (wishes,)
        What is asked for.

    Returns
    -------
    Pieces
        The first part of each wish has price 10, the last one 1.
    """
    owner = np.repeat(np.arange(len(wishes)), PIECES)
    price = np.tile(np.arange(PIECES, 0, -1.0), len(wishes))
    return Pieces(wishes, owner, amounts[owner] / PIECES, price, np.zeros(len(wishes)))


def finer_pieces(coarse: Pieces, low: np.ndarray, high: np.ndarray) -> Pieces:
    """Divide what is still open of each wish into ten parts for each open part of the first pass.

    Parameters
    ----------
    coarse : Pieces
        Of the first pass.
    low, high : ndarray, shape (pieces,)
        Bounds of each part after the first pass; those that differ are open.

    Returns
    -------
    Pieces
        Wishes of which nothing is open have no part.
    """
    open_parts = np.flatnonzero(high - low > 0)
    base = coarse.base + np.bincount(coarse.owner, weights=low, minlength=len(coarse.wishes))
    owner = np.repeat(coarse.owner[open_parts], PIECES)
    width = np.repeat(coarse.width[open_parts] / PIECES, PIECES)
    within = np.tile(np.arange(PIECES, 0, -1.0), len(open_parts)) / PIECES
    price = np.repeat(coarse.price[open_parts] - 1.0, PIECES) + within
    return Pieces(coarse.wishes, owner, width, price, base)


def with_pieces(matrix: csc_array, pieces: Pieces) -> csc_array:
    """Add a column for each part, and for each wish a row: wish less its parts less its base.

    The base is a column of its own at the end, fixed by its bounds.

    Parameters
    ----------
    matrix : csc_array, shape (rows, columns)
        Of the horizon.
    pieces : Pieces
        To be added.

    Returns
    -------
    csc_array, shape (rows + wishes, columns + pieces + wishes)
        Still with zero on every right-hand side.
    """
    count, parts = len(pieces.wishes), len(pieces.owner)
    wish = coo_array((np.ones(count), (np.arange(count), pieces.wishes)), shape=(count, matrix.shape[1]))
    part = coo_array((-np.ones(parts), (pieces.owner, np.arange(parts))), shape=(count, parts))
    base = coo_array((-np.ones(count), (np.arange(count), np.arange(count))), shape=(count, count))
    return csc_array(block_array([[matrix, None, None], [wish, part, base]], format="csc"))

"""Further parts of a page: cards, sentences, tables and pictures under a heading of their own."""

from dataclasses import dataclass

from basinsim.report.pictures import Picture
from basinsim.report.tables import Table

Said = tuple[str, tuple[str, ...]]
"""A heading and the sentences under it."""


@dataclass(frozen=True)
class Card:
    """One thing on a card.

    Attributes
    ----------
    anchor : str
        Where a link leads.
    title, lead : str
        What it is called, and one sentence about it.
    does : tuple of str
        What it does, sentence by sentence.
    sections : tuple of Said
        What is said of it.
    """

    anchor: str
    title: str
    lead: str
    does: tuple[str, ...]
    sections: tuple[Said, ...]


@dataclass(frozen=True)
class Chapter:
    """A part of a page with a tab.

    Attributes
    ----------
    anchor, heading : str
        Where a link leads, and what stands over it.
    lead : tuple of str
        Paragraphs before everything else.
    cards : tuple of Card
        Side by side where there is room.
    said : tuple of Said
        Sentences under headings.
    pictures : tuple of Picture
        Figures.
    tables : tuple of Table
        Numbers.
    """

    anchor: str
    heading: str
    lead: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    said: tuple[Said, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()

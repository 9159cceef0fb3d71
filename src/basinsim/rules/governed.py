"""The takes that a rule governs: whose they are, over which links, and how much they ask for."""

from collections.abc import Iterator

import numpy as np

from basinsim.rules.references import unknown
from basinsim.rules.site import Site
from basinsim.schema.basin import Basin
from basinsim.schema.nodes import Demand
from basinsim.schema.values import Found

SUBJECTS = "demand, works, hydropower or link"


def taking_links(basin: Basin, subject: str, exempt: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the links over which a subject takes from the river, less those that carry a mark of exemption.

    Parameters
    ----------
    basin : Basin
        The basin.
    subject : str
        A demand, works, hydropower, or a link itself.
    exempt : tuple of str
        Marks; one on the subject exempts all its takes, one on a link just that.

    Returns
    -------
    tuple of str
        Sorted; empty where all takes are exempt, or where there is no such subject.
    """
    marks = {*exempt, "stored"}
    if marks & set(getattr(basin.nodes.get(subject), "marks", ())):
        return ()
    links = [link for link in basin.links if subject in (link.label, link.target)]
    return tuple(sorted(link.label for link in links if not marks & set(link.marks)))


def unknown_subjects(basin: Basin, subjects: tuple[str, ...], key: str) -> Iterator[Found]:
    """List the subjects that the basin does not know.

    Parameters
    ----------
    basin : Basin
        The basin.
    subjects : tuple of str
        Names.
    key : str
        Key of the rule under which they stand.

    Yields
    ------
    (path, message)
        With the nearest known name.
    """
    yield from unknown(basin, SUBJECTS, (((key, i), name) for i, name in enumerate(subjects)))


def without_share(basin: Basin, subject: str) -> str | None:
    """Say why no share of what a subject asks for can be told; None where it can.

    Parameters
    ----------
    basin : Basin
        The basin.
    subject : str
        A name.

    Returns
    -------
    str or None
        In the modeller's words.
    """
    node = basin.nodes.get(subject)
    link = next((link for link in basin.links if link.label == subject), None)
    if isinstance(node, Demand) or (node is None and link is None):
        return None
    key, value = ("max_flow", link.max_flow) if link else ("capacity", getattr(node, "capacity", None))
    if node is not None and node.type == "hydropower":
        key, value = "max_flow", getattr(node, "max_flow", None)
    if value is not None:
        return None
    return f"'{subject}' has no '{key}', of which a share could be left to it"


def asked_for(site: Site, subject: str) -> np.ndarray:
    """Return what a subject asks for, at the source.

    Parameters
    ----------
    site : Site
        The basin on the steps of a run.
    subject : str
        A demand, works, hydropower or link.

    Returns
    -------
    ndarray, shape (1 or members, steps)
        A demand's amount before savings, with what its link loses (where several feed it, the one
        that loses least); the capacity of a works, turbine or link, without end where it has none [Ml/d].
    """
    network = site.network
    for series, names in (
        ("amount", tuple(network.demands)),
        ("works_capacity", tuple(network.works)),
        ("turbine_capacity", tuple(network.turbines)),
        ("link_capacity", tuple(network.links)),
    ):
        if subject in names:
            asked = site.series[series][:, :, names.index(subject)]
            losses = [network.links[link].loss for link in network.links_into(subject)]
            kept = 1.0 - min(losses, default=0.0)
            return np.asarray(asked / kept) if series == "amount" and kept > 0 else asked
    message = f"there is no subject '{subject}'"
    raise KeyError(message)


def shared_out(asked: np.ndarray, share: np.ndarray | float) -> np.ndarray:
    """Return a share of what is asked for; the whole of it is no limit at all.

    Parameters
    ----------
    asked : ndarray
        [Ml/d], may be without end.
    share : ndarray or float
        From 0 to 1.

    Returns
    -------
    ndarray
        [Ml/d]
    """
    with np.errstate(invalid="ignore"):
        return np.where(np.asarray(share) <= 0, 0.0, np.where(np.asarray(share) >= 1, np.inf, asked * share))


def label_of(rule: str, subject: str) -> str:
    """Return the label of the limit that a rule sets on one subject."""
    return f"{rule}: {subject}"

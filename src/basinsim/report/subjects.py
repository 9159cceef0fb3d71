"""Whom the numbers of a run are about: sectors, communities, users, rivers, lochs, turbines."""

from dataclasses import dataclass

import xarray as xr

from basinsim.figures.style import SECTOR_NAMES, STAKEHOLDER_COLOURS, spelled_out
from basinsim.metrics.communities import communities_of
from basinsim.metrics.series import EVERYONE
from basinsim.report.numbers import COMMUNITY_METRICS

KINDS = {
    "everybody": "Everybody together",
    "sector": "Sectors",
    "community": "People and communities",
    "demand": "Water users",
    "gauge": "The river at its gauges",
    "reservoir": "Lochs and reservoirs",
    "hydropower": "Turbines",
    "works": "Treatment works",
    "link": "Releases and minimum flows",
    "money": "Money",
    "other": "Other",
}
"""Kinds of subject, in the order of a page, and what they are called."""

_TITLES = {
    "deprived": "People in the most deprived areas",
    "less deprived": "People in all other areas",
    "private supplies": "People on private supplies",
}
"""Groups of people that metrics make out of communities."""
_MONEY = "net_value"

Key = tuple[str, str]  # kind, name


@dataclass(frozen=True)
class Subject:
    """Somebody or something that numbers are about.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    name : str
        As groups are called in ``metrics.csv``.
    title : str
        For people.
    colour : str
        Of its stakeholder, the same as in every figure.
    about : str
        A sentence on who it is; may be empty.
    """

    kind: str
    name: str
    title: str
    colour: str
    about: str = ""

    @property
    def key(self) -> Key:
        """Kind and name."""
        return self.kind, self.name


class Subjects:
    """All subjects of a run, from what its results say of the basin.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results of one run.
    """

    def __init__(self, dataset: xr.Dataset) -> None:
        sector_of = _facts(dataset, "sector", "demand")
        self._kind = {
            str(name): kind
            for kind in ("link", "works", "demand", "gauge", "reservoir", "hydropower")
            if kind in dataset.coords
            for name in dataset[kind].to_numpy()
        }
        self._sector_of = sector_of
        self._sectors = set(sector_of.values())
        self._community = _facts(dataset, "community", "demand")
        self._people = {people.name: people for people in communities_of(dataset)}

    def of(self, metric: str, group: str) -> Subject:
        """Return whom a row of the metrics is about.

        Parameters
        ----------
        metric, group : str
            As in ``metrics.csv``.

        Returns
        -------
        Subject
            The same one for the same key.
        """
        if group == EVERYONE:
            return self._make("everybody", group)
        if metric in COMMUNITY_METRICS:
            return self._make("community", group)
        if metric == _MONEY:
            return self._make("money", group)
        kind = "sector" if group in self._sectors else self._kind.get(group, "other")
        return self._make(kind, group)

    def of_user(self, group: str) -> Subject:
        """Return a sector or a user by name."""
        return self.of("", group)

    def _make(self, kind: str, name: str) -> Subject:
        title = SECTOR_NAMES.get(name, spelled_out(name)) if kind == "sector" else spelled_out(name)
        if kind == "everybody":
            title = "Everybody together"
        elif kind == "community":
            title = _TITLES.get(name, title)
        return Subject(kind, name, title, self._colour(kind, name), self._about(kind, name))

    def _colour(self, kind: str, name: str) -> str:
        stakeholder = {
            "sector": name,
            "community": "people",
            "demand": self._sector_of.get(name, "other"),
            "gauge": "environment",
            "reservoir": "stores",
            "hydropower": "energy",
        }.get(kind, "other")
        return STAKEHOLDER_COLOURS.get(stakeholder, STAKEHOLDER_COLOURS["other"])

    def _about(self, kind: str, name: str) -> str:
        if kind == "sector":
            own = [spelled_out(user) for user, sector in self._sector_of.items() if sector == name]
            return f"{len(own)} water user{'s' * (len(own) != 1)}: {', '.join(own)}."
        if kind == "demand":
            sector = SECTOR_NAMES.get(self._sector_of[name], self._sector_of[name]).lower()
            home = self._community.get(name, "")
            return f"A user of {sector}" + (f" in {spelled_out(home)}." if home else ".")
        if kind == "community" and name in self._people:
            people = self._people[name]
            said = f"{people.population:,.0f} people"
            if people.deprived is not None:
                said += f", {100 * people.deprived:.0f} % of them in the most deprived fifth of areas"
            return f"{said}. Supplied by {', '.join(map(spelled_out, people.demands))}."
        return ""


def _facts(dataset: xr.Dataset, variable: str, dimension: str) -> dict[str, str]:
    if variable not in dataset:
        return {}
    return {
        str(name): str(value)
        for name, value in zip(dataset[dimension].to_numpy(), dataset[variable].to_numpy(), strict=True)
    }

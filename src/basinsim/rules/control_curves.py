"""Control curves: what is done depends on the zone between curves in which the storage lies."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from basinsim.rules.acting import ActingRule, Change, Known, Memory, StorageLine
from basinsim.rules.references import Path, unknown
from basinsim.rules.site import Site
from basinsim.rules.words import listed, number_in_words, share
from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin
from basinsim.schema.curve import StorageCurve
from basinsim.schema.fields import Flow, OneShare
from basinsim.schema.rule import Rule, register
from basinsim.schema.values import Found

_SUBJECTS = ("demand", "link", "works", "gauge")
_MAY_CHANGE = {
    "demand": ("factor",),
    "link": ("max_flow", "min_flow", "open"),
    "works": ("max_flow",),
    "gauge": ("environmental_flow",),
}


class ZoneChange(StrictModel):
    """What changes for one thing from zone to zone: a list with one entry more than there are curves."""

    demand: str | None = None
    """User whose demand changes, by `factor`."""
    link: str | None = None
    """Link that changes, by `max_flow`, `min_flow` or `open`."""
    works: str | None = None
    """Works whose intake is limited, by `max_flow`."""
    gauge: str | None = None
    """Gauge whose environmental flow changes, by `environmental_flow`."""
    factor: tuple[OneShare, ...] | None = None
    """Share of the amount that is asked for in each zone; the essential part is never cut."""
    max_flow: tuple[Flow | None, ...] | None = None
    """Most it may carry or take in in each zone [flow]; null: what the basin says."""
    min_flow: tuple[Flow | None, ...] | None = None
    """Flow it is meant to carry in each zone, in place of its own [flow]; null: its own."""
    environmental_flow: tuple[Flow | None, ...] | None = None
    """Flow the river is meant to keep in each zone, in place of its own [flow]; null: its own."""
    open: tuple[bool, ...] | None = None
    """Whether the link may be used in each zone. Shut while a store is above its curve, a source
    comes after that store; so a preference changes with storage."""

    @model_validator(mode="after")
    def _is_one_change(self) -> "ZoneChange":
        subjects = [word for word in _SUBJECTS if getattr(self, word) is not None]
        if len(subjects) != 1:
            raise _refused(f"a change is of one thing, and names it by one of: {', '.join(_SUBJECTS)}")
        allowed = _MAY_CHANGE[subjects[0]]
        if self.what is None or self.what not in allowed or len(self._all_given) != 1:
            raise _refused(f"a change of a {subjects[0]} has one list: {' or '.join(allowed)}")
        return self

    @property
    def subject(self) -> tuple[str, str]:
        """Kind and name of the thing that changes."""
        kind = next(word for word in _SUBJECTS if getattr(self, word) is not None)
        return kind, getattr(self, kind)

    @property
    def _all_given(self) -> list[str]:
        words = {word for allowed in _MAY_CHANGE.values() for word in allowed}
        return sorted(word for word in words if getattr(self, word) is not None)

    @property
    def what(self) -> str | None:
        """Which of its numbers changes."""
        given = self._all_given
        return given[0] if given else None

    @property
    def entries(self) -> tuple[Any, ...]:
        """One for each zone, the one above all curves first."""
        return tuple(getattr(self, self.what or "factor"))


def _refused(text: str) -> PydanticCustomError:
    return PydanticCustomError("change", "{text}", {"text": text})


@register
class ControlCurves(Rule):
    """Curves of storage by date, and what changes from zone to zone between them.

    The storage at the start of a step is in the zone above the first curve where it is on it or
    above it, in the next one where it is on the second or above it, and so on.
    """

    type_name: ClassVar[str] = "control_curves"
    source: ClassVar[str] = (
        "common practice of reservoir operation; no operating curve of the Forth lochs was found"
    )
    example: ClassVar[str] = """\
katrine_export:
  type: control_curves
  reservoirs: [loch_katrine, loch_arklet]
  curves: [{01-01: 70 %, 04-01: 80 %, 09-01: 55 %}, 30 %]
  changes:
    - {demand: glasgow_transfer, factor: [100 %, 95 %, 90 %]}
    - {link: arklet_tunnel, max_flow: [150, null, null]}
"""

    reservoirs: Annotated[tuple[str, ...], Field(min_length=1)]
    """Reservoirs whose storage counts together."""
    curves: Annotated[tuple[Annotated[Any, StorageCurve()], ...], Field(min_length=1)]
    """Curves from the highest to the lowest [volume, or % of capacity together]; days of the year
    and numbers ({01-01: 90 %, 05-01: 70 %}) are joined by straight lines."""
    changes: Annotated[tuple[ZoneChange, ...], Field(min_length=1)]
    """What changes from zone to zone."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return unknown names and lists of the wrong length."""
        stores = ((("reservoirs", i), name) for i, name in enumerate(self.reservoirs))
        found = list(unknown(basin, "reservoir", stores))
        for i, change in enumerate(self.changes):
            kind, name = change.subject
            wanted = {"min_flow": "link with a min_flow"}.get(change.what or "", kind)
            wanted = "gauge with an environmental_flow" if kind == "gauge" else wanted
            found += unknown(basin, wanted, [(("changes", i, kind), name)])
            zones = len(self.curves) + 1
            if len(change.entries) != zones:
                said = f"has {len(change.entries)} entries, but {len(self.curves)} curves make {zones} zones"
                found.append((("changes", i, change.what or kind), said))
        return found

    def sets(self) -> dict[tuple[str, str], Path]:
        """Return the minimum and environmental flows that it puts in place of the basin's."""
        return {
            (change.what, change.subject[1]): ("changes", i)
            for i, change in enumerate(self.changes)
            if change.what in ("min_flow", "environmental_flow")
        }

    def sentence(self) -> str:
        """Say the curves, and what changes below each of them."""
        curves = [number_in_words(curve, "Ml") for curve in self.curves]
        numbered = self._numbered()
        zones = [f"on or above {numbered[0]}", *(f"below {word}" for word in numbered)]
        said = []
        for change in self.changes:
            kind, name = change.subject
            what = {
                "factor": f"'{name}' asks for",
                "max_flow": f"'{name}' takes at most" if kind == "works" else f"'{name}' carries at most",
                "min_flow": f"'{name}' is to carry at least",
                "environmental_flow": f"the flow kept at '{name}' is",
                "open": f"'{name}' is",
            }[change.what or ""]
            entries = [_entry_in_words(change.what, entry) for entry in change.entries]
            said.append(f"{what} {listed([f'{e} {zone}' for e, zone in zip(entries, zones, strict=False)])}")
        stores = listed([f"'{name}'" for name in self.reservoirs])
        if len(curves) == 1:
            told = f"The curve of the storage of {stores} is {curves[0]}"
        else:
            each = [f"{word} is {curve}" for word, curve in zip(numbered, curves, strict=True)]
            told = f"Of the curves of the storage of {stores}, {listed(each)}"
        return f"{told}; {'; '.join(said)}."

    def _numbered(self) -> list[str]:
        if len(self.curves) == 1:
            return ["the curve"]
        words = ["first", "second", "third", "fourth", "fifth", "sixth"]
        numbered = words[: len(self.curves)] + [f"{i}th" for i in range(7, len(self.curves) + 1)]
        return [f"the {word}" for word in numbered]

    def set_up(self, name: str, site: Site) -> ActingRule:
        """Lay the curves and the numbers of each zone on the steps of a run."""
        at: Path = ("rules", name)
        curves = [
            site.storage_curve((*at, "curves", i), curve, self.reservoirs)
            for i, curve in enumerate(self.curves)
        ]
        for i in range(1, len(curves)):
            crossed = np.argwhere(curves[i] > curves[i - 1] + 1e-9)
            if len(crossed):
                day = site.calendar.first_days[crossed[0][1]]
                site.problems.append(((*at, "curves", i), f"lies above the curve before it on {day}"))
        stores = [list(site.network.reservoirs).index(store) for store in self.reservoirs]
        zoned = [self._zoned(change, (*at, "changes", i), site) for i, change in enumerate(self.changes)]
        return _Acting(np.array(stores), np.stack(np.broadcast_arrays(*curves), axis=-1), zoned)

    def _zoned(self, change: ZoneChange, at: Path, site: Site) -> "_Zoned":
        kind, name = change.subject
        series = {
            "factor": "amount",
            "max_flow": "works_capacity" if kind == "works" else "link_capacity",
            "open": "link_capacity",
            "min_flow": "minimum_flow",
            "environmental_flow": "environmental_flow",
        }[change.what or ""]
        position = site.positions(series, [name])
        own = site.series[series][:, :, position[0]]

        def one(k: int, entry: Any) -> np.ndarray:
            if change.what == "factor":
                return np.full_like(own, entry)
            if change.what == "open":
                return own if entry else np.zeros_like(own)
            if entry is None:
                return own
            return site.number((*at, change.what or "", k), entry)

        entries = [one(k, entry) for k, entry in enumerate(change.entries)]
        return _Zoned(series, position, np.stack(np.broadcast_arrays(*entries)), _HOW[change.what or ""])


_HOW: dict[str, Any] = {
    "factor": "factor",
    "max_flow": "limit",
    "open": "limit",
    "min_flow": "set",
    "environmental_flow": "set",
}


def _entry_in_words(what: str | None, entry: Any) -> str:
    if what == "factor":
        return f"{share(entry)} of its demand"
    if what == "open":
        return "open" if entry else "shut"
    return "what the basin says" if entry is None else number_in_words(entry, "Ml/d")


@dataclass(frozen=True)
class _Zoned:
    series: str
    position: np.ndarray
    entries: np.ndarray  # (zones, 1 or members, steps)
    how: Any


@dataclass(frozen=True)
class _Acting(ActingRule):
    stores: np.ndarray
    curves: np.ndarray  # (1 or members, steps, curves), highest first
    zoned: list[_Zoned]

    @property
    def states(self) -> tuple[str, ...]:  # type: ignore[override] # as many as there are zones
        return tuple(f"zone {i}" for i in range(self.curves.shape[-1] + 1))

    def begin(self, members: int) -> Memory:
        return {"zone": np.zeros((members, 1))}

    def decide(self, memory: Memory, known: Known) -> Memory:
        storage = known.storage[:, self.stores].sum(axis=1)
        # What rounding leaves a hair below a curve is on it.
        level = storage * (1 + 1e-9) + 1e-9
        below = level[:, np.newaxis] < self.curves[:, known.step, :]
        return {"zone": below.sum(axis=1, keepdims=True).astype(float)}

    def changes(self, memory: Memory, step: int) -> list[Change]:
        zone = memory["zone"][:, 0].astype(int)
        return [
            Change(one.series, one.position, one.how, _chosen(one.entries[:, :, step], zone))
            for one in self.zoned
        ]

    def state(self, memory: Memory, step: int) -> np.ndarray:
        return memory["zone"][:, 0]

    def storage_lines(self) -> dict[str, StorageLine]:
        return {
            f"curve {i + 1}": StorageLine(self.stores, self.curves[:, :, i])
            for i in range(self.curves.shape[-1])
        }


def _chosen(entries: np.ndarray, zone: np.ndarray) -> np.ndarray:
    """Pick each member's entry, shape (members, 1), from shape (zones, 1 or members)."""
    member = np.arange(len(zone)) if entries.shape[1] > 1 else np.zeros(len(zone), dtype=int)
    return np.asarray(entries[zone, member][:, np.newaxis])

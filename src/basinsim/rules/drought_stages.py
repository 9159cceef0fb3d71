"""Drought stages with hysteresis: entered below one curve, left above another, kept for a while."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from basinsim.errors import name_hint
from basinsim.rules.acting import ActingRule, Change, Known, Memory, StorageLine
from basinsim.rules.references import Path, known_names, unknown
from basinsim.rules.site import Site
from basinsim.rules.words import listed, number_in_words, share
from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin
from basinsim.schema.curve import StorageCurve
from basinsim.schema.fields import Flow, OneShare
from basinsim.schema.rule import Rule, register
from basinsim.schema.values import Found

SECTORS = ("public", "agriculture", "energy", "industry")


class Stage(StrictModel):
    """One stage of a drought."""

    name: str
    """What it is called."""
    enter: Annotated[Any, StorageCurve()]
    """It begins when the storage is below this [volume, or % of capacity together]."""
    leave: Annotated[Any, StorageCurve()]
    """It can end when the storage is above this [volume, or % of capacity together]."""
    stay_days: Annotated[int, Field(ge=0, strict=True)] = 0
    """It lasts at least so long [d], unless a severer stage begins."""
    savings: dict[str, OneShare] = {}
    """Share of their amount that users do without, by user or by sector; the essential part is never cut."""
    min_flow: dict[str, Flow] = {}
    """Flow that links are meant to carry in place of their own: the compensation flow of this stage [flow]."""
    max_flow: dict[str, Flow] = {}
    """Most that links may carry [flow]."""


@register
class DroughtStages(Rule):
    """Stages of a drought by the storage of reservoirs; what a severer one leaves open, a milder one says."""

    type_name: ClassVar[str] = "drought_stages"
    source: ClassVar[str] = (
        "common practice of drought plans; in Scotland Ministers make water shortage orders (Water Resources (Scotland) Act 2013, Part 7)"
    )
    example: ClassVar[str] = """\
glendevon:
  type: drought_stages
  reservoirs: [glendevon_reservoirs, castlehill_reservoir]
  stages:
    - {name: voluntary, enter: 50 %, leave: 60 %, stay_days: 30, savings: {west_fife: 5 %}}
    - {name: restrictions, enter: 35 %, leave: 50 %, stay_days: 30, savings: {public: 10 %}, min_flow: {castlehill_compensation: 28}}
"""

    reservoirs: Annotated[tuple[str, ...], Field(min_length=1)]
    """Reservoirs whose storage counts together."""
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    """From the mildest to the severest."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return unknown names, and stages of one name."""
        stores = ((("reservoirs", i), name) for i, name in enumerate(self.reservoirs))
        found = list(unknown(basin, "reservoir", stores))
        users = (*known_names(basin, "demand"), *SECTORS)
        seen: set[str] = {"normal"}
        for i, stage in enumerate(self.stages):
            at: Path = ("stages", i)
            if stage.name in seen:
                found.append(((*at, "name"), f"there is a stage '{stage.name}' already"))
            seen.add(stage.name)
            for name in stage.savings:
                if name not in users:
                    hint = name_hint(name, users)
                    found.append(((*at, "savings", name), f"there is no demand or sector '{name}'; {hint}"))
            minimum = (((*at, "min_flow", name), name) for name in stage.min_flow)
            found += unknown(basin, "link with a min_flow", minimum)
            found += unknown(basin, "link", (((*at, "max_flow", name), name) for name in stage.max_flow))
        return found

    def sets(self) -> dict[tuple[str, str], Path]:
        """Return the minimum flows that it puts in place of the basin's."""
        return {
            ("min_flow", link): ("stages", i, "min_flow", link)
            for i, stage in enumerate(self.stages)
            for link in stage.min_flow
        }

    def sentence(self) -> str:
        """Say when each stage begins and ends, and what it brings."""
        stores = listed([f"'{name}'" for name in self.reservoirs])
        said = [self._stage_in_words(stage) for stage in self.stages]
        return f"By the storage of {stores}: {'; '.join(said)}."

    @staticmethod
    def _stage_in_words(stage: Stage) -> str:
        brings = [f"{name} saves {share(part)}" for name, part in stage.savings.items()]
        brings += [f"'{n}' carries at least {number_in_words(v, 'Ml/d')}" for n, v in stage.min_flow.items()]
        brings += [f"'{n}' carries at most {number_in_words(v, 'Ml/d')}" for n, v in stage.max_flow.items()]
        stay = f", not before {stage.stay_days} days are over" if stage.stay_days else ""
        return (
            f"stage '{stage.name}' begins below {number_in_words(stage.enter, 'Ml')} and ends above "
            f"{number_in_words(stage.leave, 'Ml')}{stay}; in it {listed(brings)} {'change' if not brings else ''}".rstrip()
        )

    def set_up(self, name: str, site: Site) -> ActingRule:
        """Lay the curves and what the stages bring on the steps of a run."""
        at: Path = ("rules", name)
        enter: list[np.ndarray] = []
        leave: list[np.ndarray] = []
        for i, stage in enumerate(self.stages):
            below = site.storage_curve((*at, "stages", i, "enter"), stage.enter, self.reservoirs)
            above = site.storage_curve((*at, "stages", i, "leave"), stage.leave, self.reservoirs)
            self._check(site, (*at, "stages", i), below, above, enter[-1] if enter else None)
            enter.append(below)
            leave.append(above)
        stores = np.array([list(site.network.reservoirs).index(store) for store in self.reservoirs])
        together = np.broadcast_arrays(*enter, *leave)
        brought = [
            *self._savings(site),
            *self._flows(site, at, "min_flow"),
            *self._flows(site, at, "max_flow"),
        ]
        return _Acting(
            stores,
            np.stack(together[: len(enter)], axis=-1),
            np.stack(together[len(enter) :], axis=-1),
            np.array([stage.stay_days for stage in self.stages]),
            tuple(stage.name for stage in self.stages),
            brought,
        )

    @staticmethod
    def _check(site: Site, at: Path, enter: np.ndarray, leave: np.ndarray, milder: np.ndarray | None) -> None:
        beyond = np.argwhere(leave < enter - 1e-9)
        if len(beyond):
            day = site.calendar.first_days[beyond[0][1]]
            site.problems.append(
                ((*at, "leave"), f"lies below 'enter' on {day}: the stage would end as it begins")
            )
        if milder is not None:
            higher = np.argwhere(enter > milder + 1e-9)
            if len(higher):
                day = site.calendar.first_days[higher[0][1]]
                site.problems.append(
                    ((*at, "enter"), f"lies above that of the milder stage before it on {day}")
                )

    def _savings(self, site: Site) -> list["_Brought"]:
        names = tuple(site.network.demands)
        factor = np.ones((len(self.stages) + 1, len(names)))
        for k in range(1, len(self.stages) + 1):
            factor[k] = factor[k - 1]
            said = self.stages[k - 1].savings
            for i, (name, demand) in enumerate(site.network.demands.items()):
                part = said.get(name, said.get(demand.sector))
                factor[k, i] = factor[k, i] if part is None else 1.0 - part
        at = np.flatnonzero((factor != 1).any(axis=0))
        if not len(at):
            return []
        return [_Brought("amount", at, "factor", factor[:, at][:, np.newaxis, np.newaxis, :])]

    def _flows(self, site: Site, at: Path, key: Literal["min_flow", "max_flow"]) -> list["_Brought"]:
        series, how = {"min_flow": ("minimum_flow", "set"), "max_flow": ("link_capacity", "limit")}[key]
        names = sorted({name for stage in self.stages for name in getattr(stage, key)})
        brought = []
        for name in names:
            position = site.positions(series, [name])
            entries = [site.series[series][:, :, position[0]]]
            for i, stage in enumerate(self.stages):
                value = getattr(stage, key).get(name)
                path = (*at, "stages", i, key, name)
                entries.append(entries[-1] if value is None else site.number(path, value))
            together = np.stack(np.broadcast_arrays(*entries))[..., np.newaxis]
            brought.append(_Brought(series, position, how, together))
        return brought


@dataclass(frozen=True)
class _Brought:
    series: str
    things: np.ndarray
    how: Any
    values: np.ndarray  # (stages + 1, 1 or members, 1 or steps, things)


@dataclass(frozen=True)
class _Acting(ActingRule):
    stores: np.ndarray
    enter: np.ndarray  # (1 or members, steps, stages)
    leave: np.ndarray
    stay: np.ndarray  # (stages,) [d]
    names: tuple[str, ...]
    brought: list[_Brought]

    @property
    def states(self) -> tuple[str, ...]:  # type: ignore[override] # the stages' own names
        return ("normal", *self.names)

    def begin(self, members: int) -> Memory:
        return {"stage": np.zeros((members, 1)), "since": np.full((members, 1), -np.inf)}

    def decide(self, memory: Memory, known: Known) -> Memory:
        storage = known.storage[:, self.stores].sum(axis=1)[:, np.newaxis]
        hair = 1e-9 * (1 + np.abs(storage))
        stage, since = memory["stage"][:, 0].astype(int), memory["since"][:, 0]
        today = float(known.day.toordinal())
        numbers = np.arange(1, len(self.names) + 1)
        # The severest stage that begins at this storage, and the severest that would not end.
        begins = np.max(np.where(storage < self.enter[:, known.step] - hair, numbers, 0), axis=1)
        holds = np.max(
            np.where(
                (storage <= self.leave[:, known.step] + hair) & (numbers <= stage[:, np.newaxis]), numbers, 0
            ),
            axis=1,
        )
        stayed = today - since >= np.concatenate([[0], self.stay])[stage]
        eased = np.where(stayed, np.minimum(holds, stage), stage)
        after = np.maximum(begins, eased)
        since = np.where(after != stage, today, since)
        return {"stage": after[:, np.newaxis].astype(float), "since": since[:, np.newaxis]}

    def changes(self, memory: Memory, step: int) -> list[Change]:
        stage = memory["stage"][:, 0].astype(int)
        if not stage.any():
            return []
        return [
            Change(one.series, one.things, one.how, _chosen(one.values, stage, step)) for one in self.brought
        ]

    def state(self, memory: Memory, step: int) -> np.ndarray:
        return memory["stage"][:, 0]

    def storage_lines(self) -> dict[str, StorageLine]:
        return {name: StorageLine(self.stores, self.enter[:, :, i]) for i, name in enumerate(self.names)}


def _chosen(values: np.ndarray, stage: np.ndarray, step: int) -> np.ndarray:
    """Pick each member's row, shape (members, things)."""
    member = np.arange(len(stage)) if values.shape[1] > 1 else np.zeros(len(stage), dtype=int)
    return np.asarray(values[stage, member, step if values.shape[2] > 1 else 0])

"""The bounds and prices of one step, for all members: today's numbers on the compiled step."""

from dataclasses import dataclass, field

import numpy as np

from basinsim.network.network import Network
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.prices import Prices
from basinsim.simulation.rolling import RollingAccounts
from basinsim.simulation.spillways import Spillways
from basinsim.simulation.state import State
from basinsim.simulation.tables import heads, surface_areas
from basinsim.simulation.today import Numbered, Today
from basinsim.step_program import StepProgram

MWH_PER_ML_AND_METRE = 1000 * 9.81 * 1000 / 3.6e9
"""Energy of one megalitre falling one metre [MWh]: density x gravity x volume."""


@dataclass(frozen=True)
class StepNumbers:
    """The numbers of one step.

    Attributes
    ----------
    lower, upper : ndarray, shape (members, columns)
        Bounds of the step program [Ml]; the upper bound of a wish is what is asked for.
    terms : dict of str to ndarray, shape (1 or members, columns)
        Value of one more of each column, by term [GBP/Ml]; empty where nothing has a price.
    energy_per_volume : ndarray, shape (members, turbines)
        [MWh/Ml]
    surface_area : ndarray, shape (members, reservoirs)
        At the start of the step [km2].
    today : Today
        What they were made from.
    potential_evaporation, above_dead : ndarray, shape (members, reservoirs)
        What the surface at the start can lose, and what lies above dead storage then with the step's
        rain and what catchments send right in [Ml]: the lesser of the two evaporates.
    evaporating_share : ndarray, shape (members, reservoirs)
        For foresight: part of the storage at the start that evaporates however much it is.
    history : ndarray, shape (members, rolling licences, days)
        Taken on the days before [Ml].
    unbounded : ndarray of bool, shape (columns,)
        Columns that nothing bounds but the water there is.
    """

    lower: np.ndarray
    upper: np.ndarray
    terms: dict[str, np.ndarray]
    energy_per_volume: np.ndarray
    surface_area: np.ndarray
    today: Today
    potential_evaporation: np.ndarray
    above_dead: np.ndarray
    evaporating_share: np.ndarray
    history: np.ndarray
    unbounded: np.ndarray

    @property
    def money_cost(self) -> np.ndarray | None:
        """Cost less value, shape (members, columns) [GBP/Ml]; None where nothing has a price."""
        if not self.terms:
            return None
        return np.broadcast_to(-sum(self.terms.values(), start=np.zeros((1, 1))), self.lower.shape)


@dataclass
class NumberBuilder:
    """Puts inputs and state on the columns of a step program.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    inputs : Inputs
        All numbers of the run.
    economic : bool
        Whether the objective is economic, so that all terms of value count.
    """

    network: Network
    program: StepProgram
    inputs: Inputs
    economic: bool = False
    _restarts: np.ndarray = field(init=False)
    _natural: np.ndarray = field(init=False)
    _capped_by_nature: np.ndarray = field(init=False)
    _essential_of: np.ndarray = field(init=False)
    _efficiency: np.ndarray = field(init=False)
    _brooks: list[tuple[int, int, int, float]] = field(init=False)
    prices: Prices = field(init=False)
    rolling: RollingAccounts = field(init=False)
    spillways: Spillways = field(init=False)

    def __post_init__(self) -> None:
        """Prepare what does not change from step to step."""
        network, inputs = self.network, self.inputs
        steps = len(inputs.calendar)
        restarts = [inputs.calendar.restarts(*account.restarts_on) for account in network.accounts.values()]
        self._restarts = np.array(restarts, dtype=bool).reshape(len(restarts), steps).T
        catchments = tuple(network.catchments)
        wishes = list(network.environmental_flows.values())
        self._natural = np.array(
            [[float(name in wish.natural) for name in catchments] for wish in wishes]
        ).reshape(len(wishes), len(catchments))
        self._capped_by_nature = np.array([bool(wish.natural) for wish in wishes], dtype=bool)
        demands = tuple(network.demands)
        self._essential_of = np.array([demands.index(name) for name in network.essentials], dtype=int)
        self._efficiency = np.array([turbine.efficiency for turbine in network.turbines.values()])
        # Links that lead from a catchment right into a reservoir: reservoir, catchment, link, share that arrives.
        reservoirs, links = list(network.reservoirs), list(network.links)
        self._brooks = [
            (reservoirs.index(link.target), catchments.index(link.source), links.index(name), 1 - link.loss)
            for name, link in network.links.items()
            if link.target in network.reservoirs and link.source in network.catchments
        ]
        self.rolling = RollingAccounts(network, inputs.calendar)
        self.prices = Prices(network, self.program, inputs, self.economic)
        self.spillways = Spillways(network, self.program)

    def restarts(self, first: int, steps: int) -> np.ndarray:
        """Say which annual accounts begin anew with which steps.

        Parameters
        ----------
        first, steps : int
            First step, and how many.

        Returns
        -------
        ndarray, shape (steps, annual licences)
            1 where an account restarts, else 0.
        """
        return self._restarts[first : first + steps].astype(float)

    def environmental_flow_target(self, today: Numbered) -> np.ndarray:
        """Return what gauges ask for: the amount, and no more than nature brings where so said.

        Parameters
        ----------
        today : Numbered
            The numbers of one step, or of several.

        Returns
        -------
        ndarray, shape (..., 1 or members, gauges with a wish)
            [Ml/d]
        """
        amount = today.at("environmental_flow")
        if not self._capped_by_nature.any():
            return amount
        natural = today.at("inflow") @ self._natural.T
        return np.where(self._capped_by_nature, np.minimum(amount, natural), amount)

    def build(
        self, step: int | Today, state: State, *, closed: bool = True, last: bool = True
    ) -> StepNumbers:
        """Return the numbers of one step.

        Parameters
        ----------
        step : int or Today
            Counted from 0, the warm-up included; or its numbers under the rules.
        state : State
            As the step before left it.
        closed : bool
            Whether what nothing bounds gets a bound from the water in the step.
        last : bool
            Whether what is left in the reservoirs has its end value after this step.

        Returns
        -------
        StepNumbers
            For all members.
        """
        today = step if isinstance(step, Today) else Today(self.inputs, step)
        step = today.step
        members, columns = len(state.storage), self.program.shape[1]
        lower, upper = np.zeros((members, columns)), np.full((members, columns), np.inf)
        area = surface_areas(self.network, state.storage)
        for name, values in self.given(today).items():
            upper[:, self.program.of(name)] = values
        lower[:, self.program.of("inflow")] = upper[:, self.program.of("inflow")]
        evaporation = self._set_storages(lower, upper, today, state, area)
        if closed:  # a horizon decides itself when its stores are full
            self._set_spillways(upper, today, state)
        self._set_licences(lower, upper, today, state)
        lower[:, self.program.of("return_start")] = state.returns_underway
        upper[:, self.program.of("return_start")] = state.returns_underway
        energy = self.energy_per_volume(self.inputs.at("head", step), state.storage)
        finite = np.isfinite(upper)
        if closed:
            self._close(upper, finite, state)
        terms = self.prices.terms(step, energy, last=last) if self.prices.matter else {}
        history = self.rolling.empty(members) if state.taken is None else state.taken
        none = np.zeros_like(area)
        return StepNumbers(
            lower, upper, terms, energy, area, today, *evaporation, none, history, ~finite.all(axis=0)
        )

    def given(self, today: Numbered) -> dict[str, np.ndarray]:
        """Return the upper bounds that do not depend on the step before.

        Parameters
        ----------
        today : Numbered
            The numbers of one step, or of several.

        Returns
        -------
        dict of str to ndarray, shape (..., 1 or members, columns)
            By component [Ml]; the axes before the last are those of ``today``. Inflow is a lower bound too.
        """
        at, days = today.at, today.days
        essential, amount = at("essential"), at("amount")
        whose = np.broadcast_shapes(essential.shape[:-1], amount.shape[:-1])
        rest = np.array(np.broadcast_to(amount, (*whose, amount.shape[-1])))
        rest[..., self._essential_of] -= essential
        capacity, dead = at("capacity"), at("dead_storage")
        # Wishes at the end of a period or window are set by foresight; without it there are none.
        no_wishes = {
            name: np.zeros((1, len(self.program.columns[name].labels)))
            for name in ("final_storage", "window_storage", "rolling_dropped")
        }
        return {
            "inflow": at("inflow") * days,
            "flow": at("link_capacity") * days,
            "intake": at("works_capacity") * days,
            "turbine_flow": at("turbine_capacity") * days,
            "valued_delivery": self.prices.curve_widths["demand"] * days,
            "valued_flow": self.prices.curve_widths["link"] * days,
            "essential": essential * days,
            "ordinary": np.maximum(rest, 0.0) * days,
            "minimum_flow": at("minimum_flow") * days,
            "environmental_flow": self.environmental_flow_target(today) * days,
            "target_flow": at("target_flow") * days,
            "storage": capacity,
            "dead_kept": dead,
            "usable": capacity - dead,
            "limited_take": at("take_limit") * days,
            "licensed_take": at("daily_licence") * days,
            "licence_used": at("annual_licence"),
            **no_wishes,
        }

    def brought(self, today: Numbered) -> np.ndarray:
        """Return what catchments send right into reservoirs, shape (..., 1 or members, reservoirs) [Ml]."""
        inflow, limit = today.at("inflow"), today.at("link_capacity")
        whose = np.broadcast_shapes(inflow.shape[:-1], limit.shape[:-1])
        brought = np.zeros((*whose, len(self.network.reservoirs)))
        for reservoir, catchment, link, arrives in self._brooks:
            less = np.minimum(inflow[..., catchment : catchment + 1], limit[..., link : link + 1])
            brought[..., reservoir] += (arrives * today.days * less)[..., 0]
        return brought

    def _set_storages(
        self, lower: np.ndarray, upper: np.ndarray, today: Today, state: State, area: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        of, at, days = self.program.of, today.at, today.days
        rain = at("rainfall") * area * days  # 1 mm on 1 km2 is 1 Ml
        potential = at("evaporation") * area * days
        above_dead = np.maximum(state.storage + rain + self.brought(today) - at("dead_storage"), 0.0)
        for name, value in (("storage_start", state.storage), ("rain", rain)):
            lower[:, of(name)] = upper[:, of(name)] = value
        # No more than is there anyhow: no water is sent anywhere only to evaporate.
        upper[:, of("evaporation")] = np.minimum(potential, above_dead)
        return potential, above_dead

    def _set_spillways(self, upper: np.ndarray, today: Today, state: State) -> None:
        of, at = self.program.of, self.spillways.columns
        if len(at):
            rain, inflow = upper[:, of("rain")], upper[:, of("inflow")]
            limits = self.spillways.limits(state.storage, rain, today.at("capacity"), inflow)
            upper[:, at] = np.minimum(upper[:, at], limits)

    def _set_licences(self, lower: np.ndarray, upper: np.ndarray, today: Today, state: State) -> None:
        of, at = self.program.of, today.at
        if state.taken is not None:
            held = self.rolling.start(today.step, state.taken)
            lower[:, of("rolling_start")] = upper[:, of("rolling_start")] = held
            upper[:, of("rolling_used")] = np.maximum(
                self.rolling.limit(today.step, at("rolling_licence")), held
            )
        used = np.where(self._restarts[today.step], 0.0, state.licence_used)
        lower[:, of("licence_start")] = upper[:, of("licence_start")] = used
        upper[:, of("licence_used")] = np.maximum(at("annual_licence"), used)

    def _close(self, upper: np.ndarray, finite: np.ndarray, state: State) -> None:
        """Bound what nothing bounds by twice all the water there is in the step."""
        of = self.program.of
        water = state.storage.sum(axis=1)
        for name in ("inflow", "rain", "essential", "ordinary", "return_start"):
            water = water + upper[:, of(name)].sum(axis=1)
        used = of("licence_used")
        water = water + np.where(finite[:, used], upper[:, used], 0).sum(axis=1)
        most = 2.0 * np.broadcast_to(water, len(upper)) + 1.0
        # A total over columns may be larger than any one of them.
        totals = [of(name) for name in self.program.columns if name.startswith("total_")]
        for block in totals:
            upper[:, block] = most[:, np.newaxis] * len(self.network.nodes)
        np.copyto(upper, most[:, np.newaxis], where=np.isinf(upper))

    def energy_per_volume(self, head: np.ndarray, storage: np.ndarray) -> np.ndarray:
        """Return the energy of water that falls through each turbine.

        Parameters
        ----------
        head : ndarray, shape (1 or rows, turbines)
            Heads given as such [m].
        storage : ndarray, shape (rows, reservoirs)
            At the start of the step [Ml].

        Returns
        -------
        ndarray, shape (rows, turbines)
            [MWh/Ml]
        """
        head = heads(self.network, head, storage)
        return np.asarray(MWH_PER_ML_AND_METRE * head * self._efficiency)

"""Put a run's dataset, audit, provenance and notes together."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr

from basinsim.results.audit import mass_balance_residual
from basinsim.results.dataset import build_dataset
from basinsim.results.provenance import combined_hash, input_hashes, program_version
from basinsim.rules.book import remembered
from basinsim.simulation.initial import ROLLING
from basinsim.simulation.run import Simulated
from basinsim.solver.highs import solver_version


@dataclass(frozen=True)
class Origin:
    """What was asked for.

    Attributes
    ----------
    scenario, foresight, objective : str
        Of the scenario file.
    basin : str
        Name of the basin.
    texts : dict of Path to str
        Every YAML file that was read.
    path : Path
        The scenario file.
    others : tuple of Path
        Further files that were read, such as the results the run started from.
    remarks : tuple of str
        What the reader should know of it.
    hydrology : str
        Where weather and rivers come from, in words; empty where the basin file has all inflows.
    """

    scenario: str
    foresight: str
    objective: str
    basin: str
    texts: dict[Path, str]
    path: Path
    others: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()
    hydrology: str = ""


def assemble(origin: Origin, simulated: Simulated) -> tuple[xr.Dataset, tuple[str, ...]]:
    """Return the dataset of a run, and what its reader should know.

    Parameters
    ----------
    origin : Origin
        What was asked for.
    simulated : Simulated
        What came of it.

    Returns
    -------
    (xarray.Dataset, tuple of str)
        All variables and attributes; notes in the modeller's words.
    """
    network, calendar = simulated.network, simulated.inputs.calendar
    residual = mass_balance_residual(network, calendar, simulated.arrays, simulated.start)
    arrays = {**simulated.arrays, "mass_balance_residual": residual}
    if simulated.foresight is not None:
        arrays |= simulated.foresight.shadow_prices
    dataset = build_dataset(
        network, calendar, arrays, simulated.start.storage, simulated.inputs.member_numbers
    )
    notes = (*origin.remarks, *_foresight_notes(origin, simulated), *_notes(simulated))
    if simulated.money:
        terms = sorted(simulated.money)
        values = np.stack([simulated.money[term] for term in terms], axis=1)
        dataset = dataset.assign_coords(term=("term", np.array(terms, dtype=object)))
        dataset["objective_term"] = (
            ("member", "term"),
            values,
            {"units": "GBP", "long_name": "value over the period"},
        )
        if origin.objective == "economic":
            dataset.attrs["objective_value"] = float(values.sum(axis=1).mean())
    dataset = _with_rules(dataset, simulated)
    hashes = input_hashes(network, origin.texts, origin.others)
    dataset.attrs |= {
        "Conventions": "CF-1.11",
        "title": f"{origin.basin}: {origin.scenario}",
        "source": f"basinsim {program_version()}",
        "scenario": origin.scenario,
        "scenario_file": origin.path.name,
        "scenario_text": origin.texts[origin.path],
        "basin": origin.basin,
        "foresight": origin.foresight,
        "objective": origin.objective,
        "hydrology": origin.hydrology,
        "basinsim_version": program_version(),
        "solver": solver_version(),
        "status": "complete",
        "mass_balance_error": float(np.abs(residual).max(initial=0.0)),
        "approximate": str(is_approximate(simulated)).lower(),
        "steps_allocated": simulated.counts.steps,
        "steps_proved_at_once": simulated.counts.predicted,
        "steps_by_batch_kernel": simulated.counts.kernel,
        "inputs_sha256": combined_hash(hashes),
        "inputs": json.dumps(hashes),
        "notes": "\n".join(notes),
    }
    return dataset, notes


def is_approximate(simulated: Simulated) -> bool:
    """Say whether a run could only be made roughly: areas or heads unsettled, or a rule of days at longer steps.

    Parameters
    ----------
    simulated : Simulated
        What came of the run.

    Returns
    -------
    bool
        True where its notes say why.
    """
    unsettled = simulated.foresight is not None and simulated.foresight.unsettled > 0
    return unsettled or simulated.inputs.rules.is_approximate


def _with_rules(dataset: xr.Dataset, simulated: Simulated) -> xr.Dataset:
    """Add what the states of rules mean, and what the rules remember at the end for a run that goes on."""
    if simulated.inputs.rules:
        dataset.attrs["rule_states"] = json.dumps(simulated.inputs.rules.meanings)
        dataset = _with_storage_lines(dataset, simulated)
    columns = remembered(simulated.end.memories) | _taken_lately(simulated)
    if not columns:
        return dataset
    dataset = dataset.assign_coords(remembered=("remembered", np.array(list(columns), dtype=object)))
    values = np.stack(list(columns.values()), axis=1)
    dataset["rule_memory"] = (
        ("member", "remembered"),
        values,
        {"long_name": "what operating rules remember at the end"},
    )
    return dataset


def _with_storage_lines(dataset: xr.Dataset, simulated: Simulated) -> xr.Dataset:
    """Add the storages at which rules change their minds; those that differ by member are left out."""
    lines = {
        name: line for name, line in simulated.inputs.rules.storage_lines.items() if len(line.level) == 1
    }
    if not lines:
        return dataset
    first = simulated.inputs.calendar.warm_up_steps
    counts = np.zeros((len(lines), dataset.sizes["reservoir"]), dtype=np.int8)
    for row, line in zip(counts, lines.values(), strict=True):
        row[line.stores] = 1
    level = np.stack([line.level[0, first:] for line in lines.values()])
    dataset = dataset.assign_coords(storage_line=("storage_line", np.array(list(lines), dtype=object)))
    return dataset.assign(
        storage_line_level=(
            ("storage_line", "time"),
            level,
            {"units": "Ml", "long_name": "storage below which the rule acts, at the start of the step"},
        ),
        storage_line_counts=(
            ("storage_line", "reservoir"),
            counts,
            {"units": "1", "long_name": "whether the reservoir's storage counts for the line"},
        ),
    )


def _taken_lately(simulated: Simulated) -> dict[str, np.ndarray]:
    """Return the takes of the last days under rolling licences, in the form of what rules remember."""
    taken = simulated.end.taken
    licences = simulated.network.licences("rolling")
    return {} if taken is None else remembered({ROLLING: {n: taken[:, k] for k, n in enumerate(licences)}})


def _foresight_notes(origin: Origin, simulated: Simulated) -> list[str]:
    notes = []
    network, said = simulated.network, simulated.foresight
    if origin.foresight == "full":
        notes.append("Upper bound: every step knew the whole period, which nobody does.")
    if said is not None and said.unsettled > 0:
        notes.append(
            f"Approximate: areas, heads or evaporation still changed by {100 * said.unsettled:.2g} % in the last of five passes."
        )
    if said is not None and simulated.inputs.rules:
        notes.append(_rules_with_foresight(full=origin.foresight == "full"))
    emptied = [name for name, node in network.reservoirs.items() if node.end_value is None]
    if origin.objective == "economic" and origin.foresight != "full" and emptied:
        notes.append(
            f"Without an 'end_value' {', '.join(emptied)} will be emptied for whatever pays: nothing says that water left "
            "there is worth anything."
        )
    return notes


def _rules_with_foresight(*, full: bool) -> str:
    if full:
        return (
            "Operating rules: control curves and drought stages fall away, because with foresight operation is free; dated "
            "releases remain, and hands-off flows and scarcity limit takes on the dates and as far as in a run step by step."
        )
    return (
        "Operating rules decide before the first step of each window on what is known then, and hold until it moves on; "
        "hands-off flows allow what they would allow in a run of the window step by step."
    )


def _notes(simulated: Simulated) -> tuple[str, ...]:
    notes = simulated.inputs.rules.notes()
    finals = list(simulated.network.finals)
    if finals and simulated.foresight is None:
        listed = ", ".join(finals)
        notes.append(
            f"The final storage of {listed} is not used: without foresight no step knows when the period ends."
        )
    for name, key in (("overflow", "reservoir"), ("node_overflow", "overflow_node")):
        values = simulated.arrays[name]
        things = tuple(simulated.network.reservoirs) if key == "reservoir" else _passing_nodes(simulated)
        over = [thing for i, thing in enumerate(things) if values[:, :, i].max(initial=0.0) > 1e-6]
        if over:
            notes.append(f"Water overflowed that no link could carry at: {', '.join(over)}.")
    return tuple(notes)


def _passing_nodes(simulated: Simulated) -> list[str]:
    stores = set(simulated.network.reservoirs)
    return [name for name in simulated.network.overflow_nodes if name not in stores]

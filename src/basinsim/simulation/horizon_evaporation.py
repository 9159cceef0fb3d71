"""Evaporation inside a horizon: known from the storages of the pass before, and never a reason to keep water.

What evaporates is the lesser of what the surface can lose and of what there is. Nothing linear says
so, so each pass takes it as a number, or as a share of the storage, and looks afterwards:

- where water was there beyond what evaporates, the surface loses all that it can;
- where all that was kept evaporated, keeping it served nobody: from now on whatever is kept there
  evaporates, and so nothing is kept.
"""

from dataclasses import replace

import numpy as np

from basinsim.simulation.numbers import StepNumbers
from basinsim.step_program import StepProgram

_NEAR = 1e-7


def refined_evaporation(
    program: StepProgram, before: list[StepNumbers], after: list[StepNumbers], x: np.ndarray
) -> tuple[list[StepNumbers], float]:
    """Set what evaporates in the next pass.

    Parameters
    ----------
    program : StepProgram
        The compiled step.
    before : list of StepNumbers
        Of the pass that was made.
    after : list of StepNumbers
        Built from the storages that it found.
    x : ndarray, shape (members, steps, columns)
        What it found [Ml].

    Returns
    -------
    (list of StepNumbers, float)
        For the next pass; and how far this one was from what its own storages make evaporate, as a
        part of the largest evaporation of the reservoir in a step.
    """
    evaporation, start = program.of("evaporation"), program.of("storage_start")
    usual = np.max([new.upper[:, evaporation] for new in after], axis=0)
    refined, change = [after[0]], 0.0
    dead_before = after[0].upper[:, program.of("dead_kept")]
    for t in range(1, len(after)):
        old, new = before[t], after[t]
        dead, storage = new.upper[:, program.of("dead_kept")], new.lower[:, start]
        true, most = new.upper[:, evaporation], new.potential_evaporation
        near = _NEAR * np.maximum(1.0, np.maximum(storage, most))
        empty = storage - dead <= near
        in_use = new.above_dead - x[:, t, evaporation] > near
        # A share of what is missing from dead storage would bring water; where it rises none is taken.
        only_evaporates = ~empty & ~in_use & (new.above_dead <= most + near) & (dead <= dead_before)
        share = np.where(empty, old.evaporating_share, np.where(only_evaporates, 1.0, 0.0))
        told = old.upper[:, evaporation] + old.evaporating_share * (storage - old.lower[:, start])
        wrong = np.minimum(np.abs(told - true), np.abs(x[:, t, evaporation] - true))
        wrong = np.maximum(wrong, np.where(only_evaporates & (old.evaporating_share == 0), true, 0.0))
        change = max(change, float(np.max(wrong / np.where(usual > 0, usual, 1.0), initial=0.0)))
        upper = new.upper.copy()
        upper[:, evaporation] = np.where(in_use & (share == 0), most, true)
        refined.append(replace(new, upper=upper, evaporating_share=share))
        dead_before = dead
    return refined, change

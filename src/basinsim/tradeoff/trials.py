"""Simulate policies in every future: what is known is looked up, the rest is shared among workers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from basinsim.loading import Scenario
from basinsim.simulation.allocators import AllocatorOptions
from basinsim.tradeoff.cache import Cache
from basinsim.tradeoff.crew import Crew
from basinsim.tradeoff.evaluation import Evaluation, Task, evaluate
from basinsim.tradeoff.fingerprint import Wanted, fingerprint
from basinsim.tradeoff.space import Option
from basinsim.tradeoff.study import Study

Outcome = dict[str, Evaluation]
"""What a policy gives in each future."""
Done = Callable[[int, Outcome], None]
"""Told the position of a policy and what it gives, as soon as all its futures are known."""


@dataclass
class Trials:
    """Simulates policies and keeps what they give.

    Attributes
    ----------
    study : Study
        With its futures.
    wanted : tuple of (str, str or None)
        What is kept of each simulation.
    cache : Cache
        Of earlier simulations, of this study or any other.
    crew : Crew
        Who simulates.
    allocator : AllocatorOptions
        Which allocator takes the steps; no answer depends on it.
    simulated, looked_up : int
        How many simulations were made, and how many were known.
    """

    study: Study
    wanted: Wanted
    cache: Cache
    crew: Crew
    allocator: AllocatorOptions
    simulated: int = 0
    looked_up: int = 0

    def run(
        self, policies: Sequence[tuple[Option, ...]], stage: str, done: Done | None = None
    ) -> list[Outcome]:
        """Simulate policies in every future of the study.

        Parameters
        ----------
        policies : sequence of tuple of Option
            The value of each lever; an empty one is the baseline.
        stage : str
            ``screen`` or ``full``.
        done : callable, optional
            Told of each policy, in the order in which they are done.

        Returns
        -------
        list of dict of str to Evaluation
            In the order of the policies.
        """
        outcomes: list[Outcome] = [{} for _ in policies]
        tasks: list[Task] = []
        of_task: list[tuple[int, list[tuple[str, str]]]] = []

        def note(at: int, future: str, evaluation: Evaluation) -> None:
            outcomes[at][future] = evaluation
            if done is not None and len(outcomes[at]) == len(self.study.futures):
                done(at, outcomes[at])

        for at, options in enumerate(policies):
            for company in self.study.companies:
                scenarios: dict[tuple[str, str], Scenario] = {}
                known: dict[str, Evaluation | None] = {}
                for future in company:
                    scenario, found = self.study.simulation(options, future, stage)
                    if found:
                        reasons = "; ".join(dict.fromkeys(self.study.located(one).message for one in found))
                        known[future.name] = Evaluation({}, reasons)
                        continue
                    key = fingerprint(scenario, self.wanted)
                    known[future.name] = self.cache.get(key)
                    scenarios[future.name, key] = scenario
                if None in known.values():
                    # Together once more where only some are known: no number then depends on what was kept.
                    of_task.append((at, list(scenarios)))
                    tasks.append(Task(tuple(scenarios.values()), self.wanted, self.allocator))
                    known = {name: one for name, one in known.items() if one is not None and one.failure}
                else:
                    self.looked_up += len(scenarios)
                for name, evaluation in known.items():
                    assert evaluation is not None
                    note(at, name, evaluation)
        for number, evaluations in self.crew.do(evaluate, tasks):
            at, names = of_task[number]
            for (name, key), evaluation in zip(names, evaluations, strict=True):
                self.simulated += 1
                if not evaluation.failure:
                    self.cache.put(key, evaluation)
                note(at, name, evaluation)
        # In the study's order of futures, whoever was quicker.
        return [{one.name: outcome[one.name] for one in self.study.futures} for outcome in outcomes]

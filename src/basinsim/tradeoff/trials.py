"""Simulate policies in every future: what is known is looked up, the rest is shared among workers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
        of_task: list[tuple[int, str, str]] = []

        def note(at: int, future: str, evaluation: Evaluation) -> None:
            outcomes[at][future] = evaluation
            if done is not None and len(outcomes[at]) == len(self.study.futures):
                done(at, outcomes[at])

        for at, options in enumerate(policies):
            for future in self.study.futures:
                scenario, found = self.study.simulation(options, future, stage)
                if found:
                    reasons = "; ".join(dict.fromkeys(self.study.located(one).message for one in found))
                    note(at, future.name, Evaluation({}, reasons))
                    continue
                key = fingerprint(scenario, self.wanted)
                known = self.cache.get(key)
                if known is not None:
                    self.looked_up += 1
                    note(at, future.name, known)
                else:
                    of_task.append((at, future.name, key))
                    tasks.append(Task(scenario, self.wanted, self.allocator))
        for number, evaluation in self.crew.do(evaluate, tasks):
            at, name, key = of_task[number]
            self.simulated += 1
            if not evaluation.failure:
                self.cache.put(key, evaluation)
            note(at, name, evaluation)
        # In the study's order of futures, whoever was quicker.
        return [{one.name: outcome[one.name] for one in self.study.futures} for outcome in outcomes]

"""The rule by which users share, as a policy: whom it governs, what it says, and what is wrong with it."""

import pytest
from support.quick_runs import quick_run
from support.runs import last, run_case, write_case

import basinsim as bs
from basinsim.describing import description
from basinsim.errors import InputError
from basinsim.policies.sharing_rule import SharingRulePolicy
from basinsim.schema.basin import Basin
from basinsim.simulation.allocators import AllocatorOptions


def basin(water: float, **users: dict) -> dict:
    """river(water) -> j -> every user, and the sea."""
    demands = {name: {"type": "demand", "sector": "agriculture", **keys} for name, keys in users.items()}
    return {
        "name": "claims",
        "nodes": {
            "river": {"type": "catchment", "inflow": water},
            "j": {"type": "junction"},
            "sea": {"type": "outlet"},
            **demands,
        },
        "links": [
            {"from": "river", "to": "j"},
            {"from": "j", "to": "sea"},
            *({"from": "j", "to": name} for name in users),
        ],
        "communities": {"glen": {"population": 10}},
    }


def delivered(case: dict, *sharing: dict) -> list[float]:
    run = quick_run(case | {"sharing": list(sharing)})
    users = run.values("delivered")
    return [users[name] for name in case["nodes"] if name in users]


def problems(case: dict, tmp_path, *policies: dict) -> list[str]:
    path = write_case(tmp_path, case, policies=list(policies))
    with pytest.raises(InputError) as raised:
        bs.run(path)
    return [str(problem) for problem in raised.value.problems]


TALMUD = {"a": {"amount": 100}, "b": {"amount": 200}, "c": {"amount": 300}}


@pytest.mark.parametrize(
    ("water", "awards"),
    [(100, [100 / 3] * 3), (200, [50, 75, 75]), (300, [50, 100, 150]), (900, [100, 200, 300])],
)
def test_the_marriage_contract_at_a_river(water, awards):
    """Mishnah Ketubot 93a, at a river instead of an estate."""
    assert delivered(basin(water, **TALMUD), {"rule": "talmud"}) == pytest.approx(awards, abs=1e-6)


def test_a_rule_holds_at_its_priorities_only():
    """500 for three of 100 first, and of the other 200 for claims of 300 and 100: 150 and 50, or 200 and 0."""
    case = basin(
        500,
        **{name: {"amount": 100, "priority": 1} for name in "abc"},
        d={"amount": 300, "priority": 2},
        e={"amount": 100, "priority": 2},
    )
    first, second = {"rule": "equal_losses", "priorities": [1]}, {"rule": "equal_losses", "priorities": [2]}
    assert delivered(case, first) == pytest.approx([100, 100, 100, 150, 50])
    assert delivered(case, second) == pytest.approx([100, 100, 100, 200, 0])


@pytest.mark.parametrize("users", [["d", "e"], ["industry"], ["glen"]])
def test_a_group_is_covered_as_others_are_and_shares_inside(users):
    """Half of everything there is: a has 50 of 100; d and e have 100 of 200 together, 50 each by equal awards."""
    case = basin(
        150,
        a={"amount": 100},
        d={"amount": 150, "sector": "industry", "community": "glen"},
        e={"amount": 50, "sector": "industry", "community": "glen"},
    )
    assert delivered(case, {"rule": "equal_awards", "users": users}) == pytest.approx([50, 50, 50])
    assert delivered(case) == pytest.approx([50, 75, 25])


def test_the_essential_part_and_the_rest_are_claims_of_their_own():
    """Priority 1: essentials of 10 and 30 share 20 by equal losses: 0 and 20. Nothing is left for the rest."""
    case = basin(
        20,
        a={"amount": 100, "priority": 2, "essential": {"amount": 10, "priority": 1}},
        b={"amount": 50, "priority": 2, "essential": {"amount": 30, "priority": 1}},
    )
    assert delivered(case, {"rule": "equal_losses"}) == pytest.approx([0, 20], abs=1e-6)


def test_a_policy_stands_in_place_of_the_basins_own_rule():
    """Equal awards for all by the basin, equal losses among b and c by the policy: they have 500 / 6 together, all c's."""
    case = basin(100, **TALMUD) | {"sharing": [{"rule": "equal_awards"}]}
    policy = {"type": "sharing_rule", "rule": "equal_losses", "users": ["b", "c"]}
    results = run_case(case, policies=[policy])
    awards = [last(results, "delivered", name) for name in "abc"]
    assert awards == pytest.approx([100 / 6, 0, 500 / 6], abs=1e-6)


def test_the_given_basin_stays_as_it_is():
    given = Basin.model_validate(basin(1, **TALMUD), context={})
    before = given.model_copy(deep=True)
    policy = SharingRulePolicy(type="sharing_rule", rule="talmud")
    assert policy.apply(given).sharing[-1].rule == "talmud"
    assert given == before


def test_it_is_said_in_plain_english(tmp_path):
    policy = {
        "type": "sharing_rule",
        "rule": "equal_losses",
        "users": ["agriculture", "mill"],
        "priorities": [3, 5],
    }
    case = basin(
        1, farm={"amount": 1, "priority": 3}, mill={"amount": 1, "priority": 5, "sector": "industry"}
    )
    text = (
        "Among agriculture and 'mill', at priority 3 and 5, a shortage is shared by the rule 'equal losses': everyone "
        "goes short by the same amount, but nobody by more than is asked for."
    )
    assert SharingRulePolicy.model_validate(policy).sentence() == text
    said = dict(description(bs.load_scenario(write_case(tmp_path, case, policies=[policy]))))
    assert [one.text for one in said["Sharing"]] == [one.text for one in said["Policies"]] == [text]


def test_names_and_priorities_in_vain_are_told_together(tmp_path):
    wrong = {"type": "sharing_rule", "rule": "talmud", "users": ["a", "bb", "glenn"], "priorities": [1, 7]}
    said = problems(basin(1, **TALMUD), tmp_path, wrong)
    assert len(said) == 3
    assert "there is no user, sector or community 'bb'" in said[0]
    assert "'glenn'" in said[1]
    assert "none of these users asks at priority 7 (they ask at: 1)" in said[2]


def test_two_rules_for_one_user_are_told_by_name(tmp_path):
    one, other = (
        {"type": "sharing_rule", "rule": rule, "users": users}
        for rule, users in (("talmud", ["a", "b"]), ("equal_awards", ["b", "c"]))
    )
    (said,) = problems(basin(1, **TALMUD), tmp_path, one, other)
    assert "both 'sharing_rule' and both act on 'b at priority 1'" in said
    (said,) = problems(
        basin(1, **TALMUD) | {"sharing": [{"rule": "talmud"}, {"rule": "equal_awards", "users": ["b"]}]},
        tmp_path,
    )
    assert "already says how 'b' shares at priority 1" in said


def test_an_unknown_rule_is_told_with_those_there_are(tmp_path):
    (said,) = problems(basin(1, **TALMUD), tmp_path, {"type": "sharing_rule", "rule": "talmudic"})
    assert "talmud" in said
    assert "equal_losses" in said


CROWD = {f"user_{i:02d}": {"amount": 1 + i, "priority": 1 + i % 2} for i in range(24)}


def test_random_arrival_takes_twelve_at_a_priority():
    """Twelve at each of two priorities; claims of 1, 3, ... 23 at the first share half of their 144."""
    awards = delivered(basin(72, **CROWD), {"rule": "random_arrival"})
    assert sum(awards[::2]) == pytest.approx(72)
    assert awards[::2] == pytest.approx([(1 + i) / 2 for i in range(0, 24, 2)])  # self-dual


def test_thirteen_are_too_many_for_random_arrival(tmp_path):
    extra = {"late": {"amount": 1, "priority": 2}}
    arrival = {"type": "sharing_rule", "rule": "random_arrival"}
    (said,) = problems(basin(72, **CROWD, **extra), tmp_path, arrival)
    assert "at most 12 users, and at priority 2 there are 13" in said
    # ... and if it is a later policy that brings them together:
    (said,) = problems(
        basin(72, **CROWD), tmp_path, arrival, {"type": "priorities", "set": {"agriculture": 1}}
    )
    assert "at priority 1 there are 24" in said


@pytest.mark.parametrize("foresight", ["full", {"window": 2, "advance": 1}])
def test_foresight_says_that_it_shares_by_coverage(tmp_path, foresight):
    policies = [{"type": "sharing_rule", "rule": "equal_losses"}]
    path = write_case(tmp_path, basin(100, **TALMUD), policies=policies, foresight=foresight)
    (warning,) = bs.load_scenario(path).warnings()
    assert "Sharing rules (equal losses) hold step by step only" in str(warning)
    assert "scenario.yaml" in str(warning)
    results = bs.run(path)
    assert any("hold step by step only" in note for note in results.notes)
    assert last(results, "delivered", "a") == pytest.approx(100 / 6, abs=1)


def test_a_long_run_says_that_it_does_without_the_batch_kernel(tmp_path):
    long = {"start": "1861-01-01", "end": "2010-12-31"}
    policies = [{"type": "sharing_rule", "rule": "equal_losses"}]
    path = write_case(tmp_path, basin(100, **TALMUD), policies=policies, period=long)
    (warning,) = bs.load_scenario(path).warnings()
    assert "the batch kernel shares by coverage only, so that all 54,786 steps are allocated by HiGHS" in str(
        warning
    )
    write_case(
        tmp_path,
        basin(100, **TALMUD),
        policies=[{"type": "sharing_rule", "rule": "proportional"}],
        period=long,
    )
    assert bs.load_scenario(path).warnings() == []


def test_asked_for_the_batch_kernel_the_answers_are_the_rules(tmp_path):
    case = basin(200, **TALMUD) | {"sharing": [{"rule": "talmud"}]}
    results = bs.run(write_case(tmp_path, case), allocator=AllocatorOptions("batch", threads=1))
    assert [last(results, "delivered", name) for name in "abc"] == pytest.approx([50, 75, 75])
    assert results.dataset.attrs["steps_by_batch_kernel"] == 0

"""What steps give is the same from memory and from disk, whole and in parts."""

import numpy as np
import pytest

from basinsim.errors import RunError
from basinsim.simulation.spool import Spool

MEMBERS, STEPS = 5, 11


def steps():
    random = np.random.default_rng(8)
    return [
        {
            "flow": random.random((MEMBERS, 3)),
            "storage": random.random((MEMBERS, 1)),
            "alike": random.random((1, 2)),
            "alike at first": random.random((1 if step < 5 else MEMBERS, 2)),
            "none": np.zeros((MEMBERS, 0)),
            "nothing": np.zeros((MEMBERS, 2)),
            "nothing at first": random.random((MEMBERS, 2)) * (step >= 5),
            "now and then": random.random((MEMBERS, 2)) * (step % 3 == 0),
            "one's own later": random.random((MEMBERS, 2))
            * (np.arange(MEMBERS) == 3)[:, np.newaxis]
            * (step >= 5),
        }
        for step in range(STEPS)
    ]


def in_full(values: np.ndarray) -> np.ndarray:
    return np.broadcast_to(values, (MEMBERS, values.shape[1]))


@pytest.mark.parametrize("stretch", [None, 1, 4, STEPS, 100])
def test_members_are_gathered_from_all_steps(stretch):
    given = steps()
    with Spool(MEMBERS, STEPS, stretch) as spool:
        for row, values in enumerate(given):
            spool.put(row, {name: found[np.newaxis] for name, found in values.items()})
        for members in (slice(0, 2), slice(2, 5), slice(None)):
            found = spool.of(members)
            for name, values in found.items():
                np.testing.assert_array_equal(
                    values, np.stack([in_full(step[name])[members] for step in given], axis=1)
                )


@pytest.mark.parametrize("stretch", [None, 4])
@pytest.mark.parametrize("edges", [[0, 2, 4, 5], [0, 3, 5], [0, 1, 2, 3, 4, 5]], ids=str)
def test_some_members_at_a_time_are_the_same_as_all(edges, stretch):
    given = steps()
    with Spool(MEMBERS, STEPS, stretch) as spool:
        row = 0
        while row < STEPS:
            end = min(STEPS, row + spool.room(row))
            for members in map(slice, edges[:-1], edges[1:]):
                part = {
                    name: np.stack([in_full(step[name])[members] for step in given[row:end]])
                    for name in given[0]
                }
                spool.put(row, part, members)
            row = end
        for name, values in spool.of(slice(None)).items():
            np.testing.assert_array_equal(values, np.stack([in_full(step[name]) for step in given], axis=1))


def test_what_is_nothing_takes_the_room_of_one_member():
    with Spool(MEMBERS, STEPS) as spool:
        spool.put(0, {"nothing": np.zeros((STEPS, MEMBERS, 3)), "flow": np.ones((STEPS, MEMBERS, 3))})
        found = spool.of(slice(None))
        assert found["nothing"].shape == found["flow"].shape == (MEMBERS, STEPS, 3)
        assert found["nothing"].strides[0] == 0


def test_a_full_disk_is_told_in_words(monkeypatch):
    class Full:
        def write(self, _):
            raise OSError(28, "No space left on device")

        def close(self):
            pass

    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: Full())
    first, second, *_ = ({name: found[np.newaxis] for name, found in each.items()} for each in steps())
    with Spool(MEMBERS, STEPS, 2) as spool:
        spool.put(0, first)
        with pytest.raises(RunError, match="No space left on device; TMPDIR"):
            spool.put(1, second)

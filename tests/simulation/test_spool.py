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

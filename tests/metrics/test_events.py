"""Runs of true in small series."""

import numpy as np
import pytest

from basinsim.metrics.events import find_events

FLAGS = np.array([[1, 1, 0, 1, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 1]], dtype=bool)


def test_first_and_end_and_whether_it_was_seen_to_end():
    events = find_events(FLAGS)
    assert events.member.tolist() == [0, 0, 0, 2]
    assert events.first.tolist() == [0, 3, 6, 0]
    assert events.end.tolist() == [2, 4, 7, 7]
    assert events.over.tolist() == [True, True, False, False]


def test_sums_peaks_and_counts():
    events = find_events(FLAGS)
    values = np.arange(21.0).reshape(3, 7)
    assert events.sums(values).tolist() == [0 + 1, 3, 6, sum(range(14, 21))]
    assert events.sums(np.ones(7)).tolist() == [2, 1, 1, 7]
    assert events.peaks(values).tolist() == [1, 3, 6, 20]
    assert events.count().tolist() == [3, 0, 1]
    assert events.count(events.over).tolist() == [2, 0, 0]
    assert events.largest(np.array([1, 9, 2, 4.0])).tolist() == [9, 0, 4]
    assert events.total(np.array([1, 9, 2, 4.0])).tolist() == [12, 0, 4]


def test_a_run_does_not_reach_across_a_gap_in_time():
    follows = np.array([False, True, True, False, True])
    events = find_events(np.ones((1, 5), dtype=bool), follows=follows)
    assert events.first.tolist() == [0, 3]
    assert events.end.tolist() == [3, 5]
    assert events.over.tolist() == [False, False]


def test_what_goes_on_into_a_step_without_numbers_was_not_seen_to_end():
    flags, known = np.array([[1, 0, 1, 0]], dtype=bool), np.array([[1, 0, 1, 1]], dtype=bool)
    assert find_events(flags, known).over.tolist() == [False, True]


@pytest.mark.parametrize("shape", [(2, 0), (0, 3), (2, 3)])
def test_nothing(shape):
    events = find_events(np.zeros(shape, dtype=bool))
    assert events.count().tolist() == [0] * shape[0]
    assert events.peaks(np.zeros(shape)).tolist() == []

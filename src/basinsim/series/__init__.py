"""Numbers over time: read from files, and laid on the steps of a run."""

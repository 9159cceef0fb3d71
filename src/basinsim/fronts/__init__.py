"""Exact fronts: the best that allocation itself can do where the whole period is known."""

"""Figures: what a basin and its results look like. Nothing here computes a number that it shows."""

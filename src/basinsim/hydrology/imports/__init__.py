"""Observed records as archives serve them, made into inflow."""

"""Deployable output: the largest demand that a system meets at a level of service, and how sure that is."""

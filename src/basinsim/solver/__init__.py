"""The linear solver, behind names of our own."""

"""The allocation of one time step as a Pyomo model: the specification, one family a file.

Every column is a volume within the step [Ml], every row says that a sum of columns is zero,
and whatever changes from step to step (inflow, demand, capacity, the state at the start) is
a bound of a column. The matrix holds constants of the basin only.
"""

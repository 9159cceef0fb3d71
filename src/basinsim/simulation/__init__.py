"""Step after step: the numbers of each step, its allocation, and the state it leaves."""

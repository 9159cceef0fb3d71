"""The basin as a network: what may be connected, what is wrong with it, and its sorted parts."""

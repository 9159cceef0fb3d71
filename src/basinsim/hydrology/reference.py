"""The reference record: one synthetic record that everybody runs, so that results can be compared."""

from datetime import date

REFERENCE_FILE = "reference.nc"
"""Its name in the folder of a basin's hydrology."""
REFERENCE_FIRST = date(1971, 1, 1)
REFERENCE_LAST = date(2020, 12, 31)
REFERENCE_SEED = 1
"""It is member 0 of this seed; generated records are of the same seed unless told otherwise."""

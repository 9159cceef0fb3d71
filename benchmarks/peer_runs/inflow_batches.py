"""What Pywr 2 calls to read inflows."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa


def inflow_of(path: str, sub_basin: int, first_day: str) -> pa.RecordBatch:
    """Return the inflow of one sub-basin with a column for each member."""
    found = np.load(path)[:, :, sub_basin]
    first = date.fromisoformat(first_day)
    days = [first + timedelta(days=i) for i in range(found.shape[1])]
    columns = [pa.array(days, type=pa.date32()), *(pa.array(member) for member in found)]
    return pa.RecordBatch.from_arrays(columns, names=["time", *(f"{i}" for i in range(len(found)))])

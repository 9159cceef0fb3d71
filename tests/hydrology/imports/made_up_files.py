"""Small files of the forms in which the archives serve their data; every number is made up."""

from pathlib import Path

ARCHIVE_HEADER = """file,timestamp,2024-03-05T18:11:35
database,id,nrfa-public-30
database,name,UK National River Flow Archive
station,id,{station}
station,name,Made-up Burn at Nowhere
station,gridReference,NN000000
dataType,id,gdf
dataType,name,Gauged Daily Flow
dataType,parameter,Flow
dataType,units,m3/s
dataType,period,day (P1D)
dataType,measurementType,Mean
data,first,1990-01-01
data,last,1990-01-05
"""


def write_archive_file(folder: Path, station: str, rows: list[str]) -> Path:
    path = folder / f"nrfa_{station}_gdf.csv"
    path.write_text(ARCHIVE_HEADER.format(station=station) + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def write_camels_file(folder: Path, station: str, rows: list[str]) -> Path:
    path = folder / f"CAMELS_GB_hydromet_timeseries_{station}_19700101-19700104.csv"
    heading = "date,precipitation,pet,temperature,discharge_spec,discharge_vol,peti,humidity,shortwave_rad,longwave_rad,windspeed"
    path.write_text(heading + "\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path

"""The types of field of basins and scenarios that hold a quantity."""

from typing import Annotated

from basinsim.schema.demand_model import DemandAmount, DemandModel
from basinsim.schema.quantity import Head, Quantity, ShareOfOne
from basinsim.schema.tables import Price
from basinsim.schema.values import ReservoirHead, Value, ValueCurve

Flow = Annotated[Value, Quantity("flow")]
DemandFlow = Annotated[Value | DemandModel, DemandAmount("flow")]
OneFlow = Annotated[Value, Quantity("flow", varies=False)]
Volume = Annotated[Value, Quantity("volume")]
VolumeOrShare = Annotated[Value, Quantity("volume", share=True)]
DepthRate = Annotated[Value, Quantity("depth_rate")]
HeadValue = Annotated[Value | ReservoirHead, Head("length")]
EnergyIntensity = Annotated[Value, Quantity("energy_intensity", varies=False)]
CarbonIntensity = Annotated[Value, Quantity("carbon_intensity", varies=False)]
Cost = Annotated[Value, Quantity("price_of_water", least=None)]
WaterPrice = Annotated[Value | ValueCurve, Price()]
EnergyPrice = Annotated[Value, Quantity("price_of_energy", least=None)]
OneShare = Annotated[float, ShareOfOne()]

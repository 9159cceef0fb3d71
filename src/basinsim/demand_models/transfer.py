"""Water sent out of the basin."""

from collections.abc import Iterator
from typing import Literal

import numpy as np

from basinsim.demand_models.dry_weather import DryWeather
from basinsim.demand_models.interface import ComputedModel, Surroundings
from basinsim.schema.demand_model import register
from basinsim.schema.fields import Flow, OneShare
from basinsim.schema.places import Location
from basinsim.series.resolve import resolve


@register
class Transfer(ComputedModel):
    """A flow to somewhere else, less a reduction, rising in dry weather there."""

    model: Literal["transfer"] = "transfer"
    """Water sent out of the basin."""
    flow: Flow
    """What is sent [flow], in any form of value."""
    reduction: OneShare = 0.0
    """Share of it that another source has replaced."""
    dry_weather: DryWeather | None = None
    """How it rises when it has been dry. Its `increase` is a share of the whole flow here."""

    def catchments(self) -> Iterator[tuple[Location, str]]:
        """Yield the catchment whose dry weather is felt."""
        if self.dry_weather:
            yield from self.dry_weather.catchments(("dry_weather",))

    def daily(self, surroundings: Surroundings) -> np.ndarray:
        """Return flow x (1 - reduction) x dry-weather factor for each day [Ml/d]."""
        flow = resolve(self.flow, surroundings.daily_calendar, surroundings.members)
        dry = self.dry_weather.factors(surroundings) if self.dry_weather else 1.0
        return np.asarray(flow * (1.0 - self.reduction) * dry)

"""The one table of quantities: name, unit, long name; read by results, tables, axes and docs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quantity:
    """A quantity of the results.

    Attributes
    ----------
    name : str
        Variable name in the dataset.
    unit : str
        As shown to users and written to the file.
    long_name : str
        For axis labels and tables.
    dimension : str
        What it is given for, beside member and time.
    cell_methods : str
        CF: a mean over the step, a sum over it, or the value at its end.
    standard_name : str or None
        CF standard name, where one fits.
    always : bool
        Whether it is kept above ten members without being asked for.
    """

    name: str
    unit: str
    long_name: str
    dimension: str
    cell_methods: str = "time: mean"
    standard_name: str | None = None
    always: bool = False


_FLOW_NAME = "water_volume_transport_in_river_channel"

RESULT_VARIABLES: dict[str, Quantity] = {
    quantity.name: quantity
    for quantity in (
        Quantity("inflow", "Ml/d", "natural inflow", "catchment", standard_name=_FLOW_NAME),
        Quantity("flow", "Ml/d", "flow leaving the source of the link", "link"),
        Quantity("storage", "Ml", "storage at the end of the step", "reservoir", "time: point", always=True),
        Quantity("overflow", "Ml/d", "water no link could carry", "reservoir"),
        Quantity("node_overflow", "Ml/d", "water no link could carry, at nodes without storage", "node"),
        Quantity("surface_gain", "Ml/d", "rain on the surface less evaporation from it", "reservoir"),
        Quantity("requested", "Ml/d", "water asked for", "demand", always=True),
        Quantity("delivered", "Ml/d", "water delivered", "demand", always=True),
        Quantity(
            "saved", "Ml/d", "water not asked for under a rule that asks to save", "demand", always=True
        ),
        Quantity(
            "rule_state", "1", "state of the operating rule in the step", "rule", "time: point", always=True
        ),
        Quantity("essential_requested", "Ml/d", "essential water asked for", "demand"),
        Quantity("essential_delivered", "Ml/d", "essential water delivered", "demand"),
        Quantity("return_flow", "Ml/d", "water given back that reaches the river in the step", "demand"),
        Quantity(
            "return_underway", "Ml", "water given back that arrives in the next step", "demand", "time: point"
        ),
        Quantity(
            "gauge_flow", "Ml/d", "flow passing the gauge", "gauge", standard_name=_FLOW_NAME, always=True
        ),
        Quantity("environmental_flow_target", "Ml/d", "flow the river is meant to keep", "gauge"),
        Quantity(
            "minimum_flow_target",
            "Ml/d",
            "flow the link is meant to carry; nothing for links without",
            "link",
        ),
        Quantity("energy", "MWh", "energy generated", "hydropower", "time: sum", always=True),
        Quantity("target_flow", "Ml/d", "flow the turbine wishes to pass", "hydropower"),
        Quantity("turbine_flow", "Ml/d", "flow through the turbine", "hydropower"),
        Quantity("works_energy", "MWh", "energy used by the works", "works", "time: sum"),
        Quantity("link_energy", "MWh", "energy used on the link", "pumped_link", "time: sum"),
        Quantity(
            "licence_used",
            "Ml",
            "taken in the account year or season by the end of the step",
            "licence",
            "time: point",
        ),
        Quantity("shadow_price", "GBP/Ml", "value of one more megalitre", "node", "time: point"),
        Quantity(
            "shadow_price_one_sided",
            "1",
            "whether the shadow price holds for more or less only",
            "node",
            "time: point",
        ),
        Quantity("mass_balance_residual", "Ml", "water unaccounted for", "node", "time: sum"),
    )
}
"""Every variable of ``results.nc``."""

DIRECTIONS = ("max", "min")
"""Which way a metric is better."""

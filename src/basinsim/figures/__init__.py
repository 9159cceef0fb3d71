"""Figures: one function each, ``Axes`` in and out, usable from a notebook in one line.

The functions are loaded when they are first asked for: a drawing of the network needs no results.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from basinsim.figures.failure_boxes import draw_boxes as draw_boxes
    from basinsim.figures.failure_boxes import draw_failures as draw_failures
    from basinsim.figures.failure_boxes import draw_peeling as draw_peeling
    from basinsim.figures.flow_duration import draw_flow_duration as draw_flow_duration
    from basinsim.figures.flow_duration import draw_rivers as draw_rivers
    from basinsim.figures.flow_map import draw_flows as draw_flows
    from basinsim.figures.heat_map import draw_heat_map as draw_heat_map
    from basinsim.figures.ideal_front import draw_ideal_front as draw_ideal_front
    from basinsim.figures.network import draw_network as draw_network
    from basinsim.figures.parallel_axes import draw_parallel_axes as draw_parallel_axes
    from basinsim.figures.policies_by_future import draw_policies_by_future as draw_policies_by_future
    from basinsim.figures.robustness_map import draw_robustness as draw_robustness
    from basinsim.figures.scarcity_ribbon import draw_scarcity as draw_scarcity
    from basinsim.figures.scarcity_ribbon import draw_scarcity_ribbon as draw_scarcity_ribbon
    from basinsim.figures.service_curve import draw_service_curve as draw_service_curve
    from basinsim.figures.shortage_calendar import draw_shortage_calendar as draw_shortage_calendar
    from basinsim.figures.shortage_calendar import draw_shortages as draw_shortages
    from basinsim.figures.stakeholders import draw_gains as draw_gains
    from basinsim.figures.stakeholders import draw_winners_and_losers as draw_winners_and_losers
    from basinsim.figures.storage_fan import draw_storage as draw_storage
    from basinsim.figures.storage_fan import draw_storage_fan as draw_storage_fan
    from basinsim.figures.style import save_figure as save_figure
    from basinsim.figures.trade_off import draw_trade_off as draw_trade_off
    from basinsim.figures.trade_off import draw_trade_offs as draw_trade_offs
    from basinsim.figures.water_balance import draw_water_balance as draw_water_balance

_PUBLIC = {
    "draw_boxes": "failure_boxes",
    "draw_failures": "failure_boxes",
    "draw_peeling": "failure_boxes",
    "draw_flow_duration": "flow_duration",
    "draw_rivers": "flow_duration",
    "draw_flows": "flow_map",
    "draw_heat_map": "heat_map",
    "draw_ideal_front": "ideal_front",
    "draw_network": "network",
    "draw_parallel_axes": "parallel_axes",
    "draw_policies_by_future": "policies_by_future",
    "draw_robustness": "robustness_map",
    "draw_scarcity": "scarcity_ribbon",
    "draw_scarcity_ribbon": "scarcity_ribbon",
    "draw_service_curve": "service_curve",
    "draw_shortage_calendar": "shortage_calendar",
    "draw_shortages": "shortage_calendar",
    "draw_gains": "stakeholders",
    "draw_winners_and_losers": "stakeholders",
    "draw_storage": "storage_fan",
    "draw_storage_fan": "storage_fan",
    "save_figure": "style",
    "draw_trade_off": "trade_off",
    "draw_trade_offs": "trade_off",
    "draw_water_balance": "water_balance",
}
__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    """Import a figure's module when the figure is first asked for (PEP 562)."""
    if name in _PUBLIC:
        return getattr(import_module(f"basinsim.figures.{_PUBLIC[name]}"), name)
    message = f"module 'basinsim.figures' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the figures."""
    return sorted(_PUBLIC)

"""Every mistake we know of that a modeller can make, one at a time."""

from schema.mistakes import basin_file, demand_models, extension, network, scenario_file, series, yaml_text

MISTAKES = (
    *yaml_text.MISTAKES,
    *basin_file.MISTAKES,
    *demand_models.MISTAKES,
    *network.MISTAKES,
    *series.MISTAKES,
    *scenario_file.MISTAKES,
    *extension.MISTAKES,
)

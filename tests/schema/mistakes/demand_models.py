"""Mistakes in demand models."""

from schema.mistakes.case import Mistake, basin


def _marked(model: str) -> str:
    """Return the amount's line; a model as a whole is told of where its key stands."""
    return f"@amount: {model[1:]}" if model.startswith("@") else f"amount: {model}"


def amount(name: str, new: str, *message: str) -> Mistake:
    """Return a mistake in the model that the town's amount is."""
    return basin(f"model-{name}", "amount: 45\n", _marked(new) + "\n", *message)


def farms(name: str, new: str, *message: str) -> Mistake:
    """Return a mistake in the model that the farms' amount is."""
    return basin(f"model-{name}", "amount: [1, 1, 1, 2, 5, 9, 10, 8, 3, 1, 1, 1]", _marked(new), *message)


SUPPLY = "model: public_supply, population: 200000, household_use: 165 l/head/d"
FIELDS = "model: irrigation, weather: lower_catchment"

MISTAKES = (
    amount(
        "unknown",
        "{@model: public_suply, population: 3}",
        "nodes.town.amount.model: unknown demand model 'public_suply'",
        "did you mean 'public_supply'?",
    ),
    amount("no-text", "{@model: 3}", "unknown demand model 3", "allowed: distilling,"),
    amount(
        "unknown-key",
        f"{{{SUPPLY}, @leakege: 3 Ml/d}}",
        "nodes.town.amount.leakege: unknown key",
        "did you mean 'leakage'?",
    ),
    amount(
        "missing-key",
        "@{model: public_supply, population: 200000}",
        "nodes.town.amount: the key 'household_use' is missing",
    ),
    amount(
        "unit-of-another-kind",
        "{model: public_supply, population: 3, @household_use: 165 Ml/d}",
        "'Ml/d' is a unit of flow, not of water per head (allowed: l/head/d,",
    ),
    amount("head-as-flow", f"{{{SUPPLY}, @leakage: 9 l/head/d}}", "is a unit of water per head, not of flow"),
    amount(
        "no-people",
        f"{{{SUPPLY.replace('population: 200000', '@population: -1')}}}",
        "population: must be",
        "found -1",
    ),
    amount(
        "eleven-factors", f"{{{SUPPLY}, @seasonal: [1, 1, 1]}}", "must be a list of twelve factors", "found 3"
    ),
    amount(
        "factors-of-another-mean",
        f"{{{SUPPLY}, @seasonal: [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}",
        "must have a mean of 1, not 1.083",
    ),
    amount(
        "negative-factor",
        f"{{{SUPPLY}, seasonal: [2, @-1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1]}}",
        "seasonal[1]: must be a number that is not negative, found -1",
    ),
    amount(
        "deficits-that-fall",
        f"{{{SUPPLY}, dry_weather: {{weather: upper_catchment, starts_at: 90, @full_at: 60}}}}",
        "dry_weather.full_at: must be more than 'starts_at' (90 mm), found 60 mm",
    ),
    amount(
        "weather-of-no-catchment",
        f"{{{SUPPLY}, dry_weather: {{@weather: uper_catchment}}}}",
        "amount.dry_weather.weather: there is no catchment 'uper_catchment'; did you mean 'upper_catchment'?",
    ),
    amount(
        "in-a-sum",
        f"{{model: sum, parts: [{{{SUPPLY}}}, {{model: transfer, flow: 3, @reduct: 3}}]}}",
        "amount.parts[1].reduct: unknown key",
        "did you mean 'reduction'?",
    ),
    amount("number-in-a-sum", "{model: sum, parts: [@3]}", "a demand model is a mapping with a 'model'"),
    amount("empty-sum", "{model: sum, @parts: []}", "must have at least one entry"),
    amount(
        "distillery",
        "{model: distilling, @production: 3 Ml/year}",
        "unknown unit 'Ml/year' for alcohol (allowed: Mlpa/year, lpa/year)",
    ),
    amount("hydrogen-power", "{model: hydrogen, @capacity: 100 MWh}", "unknown unit 'MWh' for power"),
    farms(
        "unknown-crop",
        f"{{{FIELDS}, crops: {{@potatos: 120 ha}}}}",
        "is no crop that basinsim knows; did you mean 'potatoes'?",
        "or give its coefficients, stages, planting, root_depth, depletion_fraction",
    ),
    farms(
        "crop-key",
        f"{{{FIELDS}, crops: {{potatoes: {{area: 3 ha, @plantin: 05-01}}}}}}",
        "amount.crops.potatoes.plantin: unknown key",
        "did you mean 'planting'?",
    ),
    farms("crop-area", f"{{{FIELDS}, crops: {{@potatoes: 120 mm}}}}", "not of field area (allowed: ha,"),
    farms(
        "no-efficiency",
        f"{{{FIELDS}, crops: {{potatoes: 3}}, @efficiency: 0}}",
        "efficiency: must be above 0",
    ),
    farms(
        "rota",
        f"{{{FIELDS}, crops: {{potatoes: 3}}, @rota: 2.5 days}}",
        "rota: must be a whole number of days from 1 to 30, found '2.5 days'",
    ),
    farms(
        "season",
        f"{{{FIELDS}, crops: {{potatoes: 3}}, season: [05-01, @31-08]}}",
        "'31-08' is not a month and day such as 04-01",
    ),
    farms(
        "unknown-animal",
        "{model: livestock, herds: {@yak: 3}}",
        "no water is known for this animal",
        "or give its 'water'",
    ),
    farms(
        "without-weather",
        f"@{{{FIELDS}, crops: {{potatoes: 3}}}}",
        "nodes.farms.amount: depends on the weather of 'lower_catchment'",
        "needs 'hydrology'",
    ),
    basin(
        "model-where-none-may-be",
        "min_flow: 2}",
        "@min_flow: {model: transfer, flow: 2}}",
        "a series is written {values: [...]} or {file: ..., column: ...}",
    ),
    basin(
        "model-of-essential",
        "{amount: 9, priority: 1}",
        "{model: essential_needs, population: 3, @perhead: 50}",
        "essential.perhead: unknown key",
        "did you mean 'per_head'?",
    ),
)

"""From weather to natural flow: catchments, evapotranspiration, rainfall-runoff models and their fitting."""

"""A stochastic generator of daily weather at several sites: fitting, tables and generation."""

"""Who gets what in one step: strict priorities, max-min within one, and one answer."""

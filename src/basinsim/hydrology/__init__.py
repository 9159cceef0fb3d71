"""Weather, rivers, climate and droughts: where the water of a run comes from."""

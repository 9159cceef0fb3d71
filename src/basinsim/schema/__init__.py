"""What may stand in a basin and a scenario file, as frozen models."""

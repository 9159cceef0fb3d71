"""What a study's stored evaluations say of each policy: how it holds up, when it fails, whom it serves."""

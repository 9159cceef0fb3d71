"""What a run gave, as a dataset that explains and audits itself."""

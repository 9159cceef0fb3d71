"""Pages that are read without basinsim: one HTML file that holds all it needs, and asks no network for anything."""

"""From a loaded scenario to its results: what it reads, its members in blocks, and who works on them."""

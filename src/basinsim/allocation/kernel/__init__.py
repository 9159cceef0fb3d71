"""The batch kernel: many members at once, compiled, with the answers of the reference."""

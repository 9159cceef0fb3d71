"""The command line; the only part that prints. Each command is a file of its own."""

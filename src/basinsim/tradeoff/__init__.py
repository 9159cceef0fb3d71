"""Trade-off studies: many policies tried without foresight in the same futures, and those nobody beats."""

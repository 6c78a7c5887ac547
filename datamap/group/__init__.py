"""Many controllers at once: partitions, processes, clusters."""

"""Earlier runs: the quarter they belong to, what they left, how it is read back."""

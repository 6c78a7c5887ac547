"""A clean group of organisations, drawn from a seed: what plants spoil and benchmarks measure."""

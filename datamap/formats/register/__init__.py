"""Registers that other people keep, read as an inventory."""

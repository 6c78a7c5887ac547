"""Producing safe documents: cells that stay text, sheets, reproducible files, the shell of an offline page."""

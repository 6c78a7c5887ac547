"""Producing safe documents: cells that stay text, sheets, files with reproducible bytes, the shell of an offline page."""

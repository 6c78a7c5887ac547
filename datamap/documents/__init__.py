"""Producing safe documents: cells that stay text, files that are the same bytes each time, the offline page."""

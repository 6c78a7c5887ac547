"""Queries on a finished audit: what changed, why, what to do, what if."""

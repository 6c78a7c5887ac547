"""Measurements beside peers, and the estates they are made on. Nothing here is imported by the library."""

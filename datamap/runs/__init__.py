"""The quarterly run: one report, all reports, on this machine or on a cluster."""

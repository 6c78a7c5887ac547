"""The documentation as a site that works without a network: ``python -m tools.site [FOLDER]``, or ``make docs``."""

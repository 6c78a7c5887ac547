"""Rules on the audit itself: dates, lists, acceptances, the law pack."""

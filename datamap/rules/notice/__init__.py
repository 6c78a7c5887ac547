"""Rules on what the notice must contain (GDPR Art. 13, 14)."""

"""Rules on transfers to third countries (GDPR Art. 44 to 50)."""

"""Rules on the legal basis of a purpose (GDPR Art. 6, 9, 10)."""

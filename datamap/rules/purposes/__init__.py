"""Rules on purposes, their data and their people (GDPR Art. 5, 14, 22, 35)."""

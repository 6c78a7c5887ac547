"""Rules on recipients and their contracts (GDPR Art. 26, 28)."""

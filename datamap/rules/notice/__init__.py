"""Rules on what the notice tells people (GDPR Art. 13, 14)."""

"""Rules on the record of processing activities (GDPR Art. 30)."""

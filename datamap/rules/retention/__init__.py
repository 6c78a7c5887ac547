"""Rules on retention (GDPR Art. 5(1)(e), 13(2)(a))."""

"""Data mapping and transfer-risk audits under the GDPR."""

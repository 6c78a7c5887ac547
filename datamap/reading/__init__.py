"""Any document or register -> one Document: blocks, tables, and the exact place of every word."""

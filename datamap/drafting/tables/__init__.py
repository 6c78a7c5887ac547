"""Tables and forms -> activities, recipients, parties, measures: every column and every row is used or listed."""

"""Our own workbook, read back."""

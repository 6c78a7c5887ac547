"""Questions that leave as a form and come back as answers: who is asked what, the workbook, the merge."""

"""Reading the workbook that datamap wrote, after a person has edited it."""

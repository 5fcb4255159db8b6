"""A protocol as a workbook: one sheet a card, for people who edit it in a spreadsheet."""

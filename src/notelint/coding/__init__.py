"""Decide the code of a case with the questions and the table of the pack."""

"""The command line: what ``notelint`` followed by a word does."""

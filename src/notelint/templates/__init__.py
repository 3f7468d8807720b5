"""Judge dictation templates: what they ask for, what they preset and what they never ask."""

"""What was found in dictation templates, as text, JSON and a page."""

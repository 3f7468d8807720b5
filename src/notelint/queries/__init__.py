"""Draft queries to the surgeon about a note, in words that suggest no answer."""

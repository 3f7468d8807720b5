"""What kind of document a text is, and which of its sentences speak of this operation."""

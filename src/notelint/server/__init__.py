"""``notelint serve``: the review of a folder's notes in a browser."""

"""What notelint knows, as data: one folder per family of codes (a pack), and ``shared`` for the language every family uses."""

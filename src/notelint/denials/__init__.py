"""What a payer denied, and which rules of notelint would have caught it."""

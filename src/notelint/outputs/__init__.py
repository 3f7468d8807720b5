"""Reports to text, JSON and one-line findings; what notelint knows to lists and explanations."""

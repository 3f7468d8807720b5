"""Reading to Case: what was done in this operation, each fact with its words."""

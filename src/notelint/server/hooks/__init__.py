"""CDS Hooks under ``notelint serve``: the EHR calls, cards are answered, feedback becomes acknowledgements."""

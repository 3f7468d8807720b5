"""HL7 v2 messages in, acknowledgements and results out: for interface engines."""

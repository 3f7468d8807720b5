"""CDS Hooks 2.0 without a web server: parsed JSON in, a status with JSON and records out."""

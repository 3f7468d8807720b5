"""The page of an audit: tables, pictures as SVG, one self-contained HTML file, and CSV files."""

"""Audit of many notes: completeness by group, two periods compared, surgeons against the department, what gaps cost."""

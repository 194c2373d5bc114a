"""Marking: what runs a submitted notebook as a kernel would, and what is written of it."""

"""How bent must a network be, and in how many places? Doses of bend, networks trained with them, and what they read."""

"""Bodies and offices: their names in the text, lists of them, and one entry for each."""

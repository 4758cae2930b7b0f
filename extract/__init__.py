"""File to record: readers, the text view, citations, header, relations, agencies, assignments, targets."""

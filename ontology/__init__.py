"""What the words mean: vocabulary, identifiers and the tables of types, issuers, agencies, places, laws and cues."""

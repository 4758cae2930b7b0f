"""The named questions, one SPARQL file each."""

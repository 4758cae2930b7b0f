"""Records to answers: quads, identities, the store, named questions, networks."""

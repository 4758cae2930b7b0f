"""Relations between a document and what it cites, and between two cited documents."""

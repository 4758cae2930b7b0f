"""Citations: numbers and names of documents, titles, issuers, dates, provisions, aliases and back references."""

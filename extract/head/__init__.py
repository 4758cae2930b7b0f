"""The document itself: type, number, issuer, date, title, period, signer and recipients, from its head and its foot."""

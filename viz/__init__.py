"""Graph to pages: self-contained HTML files that work offline."""

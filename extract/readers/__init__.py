"""Bytes to `Source`: one pinned reader per format."""

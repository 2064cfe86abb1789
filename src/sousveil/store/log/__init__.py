"""The append-only log, the digests that it keeps, and whether the case is still what the log says."""

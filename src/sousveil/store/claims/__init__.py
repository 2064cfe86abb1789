"""Claims as proposed and as they stand, and the order in which they are reviewed."""

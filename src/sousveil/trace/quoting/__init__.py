"""Shared quotations: what is `quoted`, which words tell, how two quotations are aligned, and the echoes of it."""

"""A large case: the `sketches` of its texts, the `library` that they make, and what is traced again (`growing`)."""

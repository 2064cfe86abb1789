"""Who is named: entities, what lists say of them, and the reference data that was imported."""

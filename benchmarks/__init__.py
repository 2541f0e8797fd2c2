"""How fast Hospitium is, on data of the size that a large office has after twenty years."""

"""Pages of partners, partnerships, contacts, needs and offers."""

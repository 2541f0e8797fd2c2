"""The stack of instruments of a partnership, their clauses, and when notice or renewal is due."""

"""Forms of the working place of a visit."""

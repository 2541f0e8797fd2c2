"""From a delegation to the plain data of its papers."""

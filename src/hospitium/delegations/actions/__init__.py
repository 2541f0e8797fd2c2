"""What is done with a delegation; a module for each part of the work."""

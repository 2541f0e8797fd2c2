"""Partner cities and authorities, the partnerships with them and their status over time, and the people there."""

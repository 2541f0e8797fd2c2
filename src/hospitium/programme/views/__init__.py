"""Pages of activities, promises and claims."""

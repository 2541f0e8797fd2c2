"""What we do together: seminars in their series, visits, meetings; who came, what was promised."""

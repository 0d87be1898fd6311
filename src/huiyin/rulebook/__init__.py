"""A city's law as data: what differs between cities and years, read strictly from dated files."""

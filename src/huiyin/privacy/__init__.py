"""Personal data: sealed at rest, found through a keyed hash, shown masked. Plain Python, no Django."""

"""Throw-away PostgreSQL clusters, for tests and measurements. Plain Python, no Django."""

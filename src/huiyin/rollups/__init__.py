"""预汇总: figures counted ahead by day, so that a year of a big city answers at once, and rebuilt from nothing to compare."""

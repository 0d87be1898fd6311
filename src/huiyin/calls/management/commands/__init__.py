"""Commands of the calls: the import of the telephone system's file."""

"""Backups of an installation and the way back: database, attachments, rulebooks in one file; never the keys."""

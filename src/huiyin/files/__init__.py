"""Attachments: taken in by what they contain, kept sealed, handed out only to whom the thing they belong to allows."""

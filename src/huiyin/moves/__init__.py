"""The one view, form and API endpoint for all moves of any thing: rooms register a place, this room does the rest."""

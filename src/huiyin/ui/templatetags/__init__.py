"""Components for the templates of all rooms."""

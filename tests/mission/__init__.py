"""The mission as its users do it: every test takes pages only, in the posts that the row names."""

"""Commands of the room `files`: one module each."""

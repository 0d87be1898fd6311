"""公文简报: Papers: drawn up from figures, checked, signed, numbered, frozen, sent to readers."""

"""Somebody watches: supervision orders, verification on the spot, talks and meetings, replies named as sent back."""

"""What citizens do themselves: submit a matter, follow it by number and code, add to it, hurry it, say how it went."""

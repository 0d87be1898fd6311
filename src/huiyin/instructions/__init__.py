"""What leaders write (批示): laid before them, written down, given to units, fed back, accepted; counted by times and cases."""

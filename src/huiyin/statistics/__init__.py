"""Figures: the page of measures, the list behind each, and the command that prints them."""

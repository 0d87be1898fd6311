"""Notices inside the product, and text messages to units and petitioners: who is told of what, and when."""

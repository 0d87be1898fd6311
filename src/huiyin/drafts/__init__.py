"""Drafts: what somebody is typing and has not sent yet, kept sealed on the server until it is sent or some days old."""

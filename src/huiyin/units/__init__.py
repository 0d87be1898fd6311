"""The network of units: a tree with validity in time, and whom to call in each unit."""

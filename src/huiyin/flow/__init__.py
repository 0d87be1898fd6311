"""Lifecycles as tables: who may do what, when, and why not. Plain Python, no Django."""

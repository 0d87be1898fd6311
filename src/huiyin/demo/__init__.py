"""A simulated city: its units and people, plans of whole years, and the hands that work on its cases."""

"""How fast the house is: measured on a throw-away database, beside a bare floor in the same run."""

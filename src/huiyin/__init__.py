"""huiyin (回音): the open platform of a city's government hotline."""

__version__ = "0.1.0"

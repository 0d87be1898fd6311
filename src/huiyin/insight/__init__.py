"""热点与预警: What the cases say together: hot matters, unusual growth, seasons ahead, typical cases."""

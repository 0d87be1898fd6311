"""热点分组: letters about the same matter, place and people, put together. Plain Python, without Django."""

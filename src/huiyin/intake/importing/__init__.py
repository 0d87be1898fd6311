"""Cases out of files: each row goes through the same door as a person would, once, however often the file comes."""

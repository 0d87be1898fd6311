"""疑难台账: long cases with their owners and review dates, the hard matters of a month, and the seasons."""

"""预警的算法: what is to be expected of a day's counts, and what is far beyond it. Plain Python, without Django."""

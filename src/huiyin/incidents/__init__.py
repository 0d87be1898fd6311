"""Incidents (突发事件): one gathers its cases, tasks of units, a log of resources and what the centre says about it."""

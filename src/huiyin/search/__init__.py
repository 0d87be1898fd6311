"""Search of cases (查工单): by number, words, place, unit, petitioner, as one types."""

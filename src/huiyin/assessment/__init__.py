"""Assessment (考核): schemes of the rulebook score the units, sheets tell each point, units appeal, periods are frozen."""

"""What is to be reached and what it costs: targets with unit, comparator and year, and budgets."""

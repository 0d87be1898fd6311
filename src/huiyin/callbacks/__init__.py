"""Call-backs (回访): asking people afterwards whether they got their answer, and what follows when they did not."""

"""Knowledge: answers that the centre may give, each with an owner and a validity, and phrases to say, by keys."""

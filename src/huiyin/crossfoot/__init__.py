"""The check of figures before a paper is signed: sums, identities, rates, repeats, bounds, history. Plain Python."""

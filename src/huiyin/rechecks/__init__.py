"""抽样复核: some of the cases that were closed and found satisfying are drawn by lot and checked by people apart."""

"""Components, the base page, lists by page, spreadsheets: what every room shows itself with."""

"""The check before signing, asked of a paper's content and figures. Plain Python: nothing here asks the database."""

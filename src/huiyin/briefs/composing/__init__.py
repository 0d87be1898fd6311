"""From what an editor writes to what a paper says: figures counted, tables and charts made, cases told without persons."""

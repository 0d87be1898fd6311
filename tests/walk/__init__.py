"""What the tests of all pages share: a town that is built once, a walk through its pages, the shape of a page."""

"""The programmatic door of the house: `/api/v1/`, described by its own OpenAPI, with the same rights as the pages."""

"""Protected tables become figures, notebooks and checked pages."""

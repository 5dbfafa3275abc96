"""Read models: what a page or an answer shows, as dataclasses made of queryset methods."""

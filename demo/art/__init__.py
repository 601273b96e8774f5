"""Renderer and scenes of the demo world's pictures (development only, never imported by the product)."""

"""The demo world: invented brands, creators and their trades."""

"""Settings: `base` reads the environment once; `local`, `test` and `production` only override."""

"""The embedded services behind `make demo` and `make test`, and the supervisor that runs them."""

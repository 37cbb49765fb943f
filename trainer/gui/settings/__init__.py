"""Settings, the evidence, about."""

"""The native format: YAML that people write, and the schema that editors check it with."""

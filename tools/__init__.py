"""What writes the generated pages: for developers; not part of the installed package."""

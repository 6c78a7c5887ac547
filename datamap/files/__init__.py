"""Files and folders: reading bytes and text, and writing so that nothing is lost or half-written."""

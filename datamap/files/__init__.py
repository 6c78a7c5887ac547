"""Files and folders: reading their bytes and text, and writing them so that nothing is lost or half-written."""

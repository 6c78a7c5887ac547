"""A Document -> facts with their exact words -> an inventory, and a reading list of everything that was not used."""

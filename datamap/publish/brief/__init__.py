"""The brief for the highest management level (Art. 38(3)): one page about one organisation or a group, and a mail.

The content is made once (``content``) from the facts of each organisation (``facts``, ``collect``); the page, the text
document and the mail (``render``) show the same sentences.
"""

"""The settings of the site. ``python -m tools.site`` copies this folder, adds the reference, and runs Sphinx."""

from __future__ import annotations

import datamap

project = "datamap"
author = "The datamap maintainers"
release = version = datamap.__version__
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = f"datamap {release}"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_css_files = ["site.css"]
html_static_path = ["_static"]

myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]

nb_execution_mode = "off"  # the stored outputs are shown; a test of the project compares them with a new run
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # no script from another server: widgets are stored as pictures
suppress_warnings = ["mystnb.unknown_mime_type"]  # an interactive chart is stored with its picture, which is shown

autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_google_docstring = False

"""The public pages, the feeds and maps of the site for machines, and the editing of pages at the desk."""

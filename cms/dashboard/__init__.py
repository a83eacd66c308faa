"""The first page of the CMS: what waits for an editor, in four panels."""

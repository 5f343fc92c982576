"""The site: from executed pages and prose to a static website."""

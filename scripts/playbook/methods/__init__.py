"""Statistics as plain functions on data frames, which know nothing of the site.

Each module is one family of methods. None imports another room of the playbook, so any of them
can be lifted out and used elsewhere. Input that makes no sense raises ``ValueError`` with the rows
to look at; input that is sound but not enough comes back as missing, with the reason beside it.
"""

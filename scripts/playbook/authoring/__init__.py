"""Starting something new: a record, a notebook, a playbook, each whole or not at all."""

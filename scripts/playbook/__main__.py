"""``python -m playbook``: the command line."""

from playbook.cli import main

main()

"""Checks of the playbook beyond what a build refuses."""

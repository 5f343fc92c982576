"""The Mission Playbook: from published data through notebooks to a trusted page."""

__version__ = "0.1.0"

"""The `laigao` commands, one file each, one click command named `command` in it."""

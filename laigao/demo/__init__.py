"""The demo: sample mails, the servers they go through, and the supervisor that starts everything on one machine."""

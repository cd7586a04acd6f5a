"""The subcommands of ``yuanhua``, one file a group of them; each is imported only when it runs."""

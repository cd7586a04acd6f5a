"""The conversation: what each kind of update leads to. Handlers translate and call; they decide nothing else."""

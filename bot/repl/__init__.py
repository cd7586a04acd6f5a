"""The conversation in the terminal: what a line means, the commands, the prompt."""

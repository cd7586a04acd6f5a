"""Learning from public question sets what ``bot.answer`` cannot know by rule; needs scikit-learn, unlike answering."""

"""What users see in Telegram, as values: text with marks, buttons. Nothing here talks to anybody."""

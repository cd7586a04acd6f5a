"""Terms: text into what is searched for."""

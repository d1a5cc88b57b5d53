"""What print shops ask of a PDF: crop marks, output intents, standards; loaded when asked for."""

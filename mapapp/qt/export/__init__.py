"""Pictures from the window: asked for, made, copied, dragged, printed and opened again."""

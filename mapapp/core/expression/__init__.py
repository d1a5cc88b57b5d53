"""Filter expressions: parsed, completed, asked of rows, compiled to SQL."""

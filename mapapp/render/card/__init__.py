"""What is known of one feature, and the cells of a table."""

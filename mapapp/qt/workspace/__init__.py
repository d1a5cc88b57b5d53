"""What is kept between starts: workspaces, bookmarks, the session and undo."""

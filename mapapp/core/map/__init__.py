"""What a map shows and keeps: state, arrangement, history, bookmarks, workspace, settings."""

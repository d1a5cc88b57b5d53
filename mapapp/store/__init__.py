"""Sources of features and the schema of the atlas; Qt-free, user files are never written."""

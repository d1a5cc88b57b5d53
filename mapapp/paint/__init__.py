"""Pictures by QtGui and QtSvg: the same sheet on every device, with or without a window."""

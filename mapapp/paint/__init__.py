"""Pictures by QtGui and QtSvg: the same sheet on every device, with or without a window."""

from mapapp.paint.bindings import stop_watching_imports

stop_watching_imports()

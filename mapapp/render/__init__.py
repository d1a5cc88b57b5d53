"""Data to picture parts without Qt: symbols, labels, legend, scale bar, figures."""

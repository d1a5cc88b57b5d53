"""Texts that others wrote: parsed strictly, and made plain."""

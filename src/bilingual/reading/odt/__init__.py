"""An OpenDocument text (ODT, FODT) → an article."""

"""Firefox Translations: Marian models with an SSRU decoder, decoded in numpy."""

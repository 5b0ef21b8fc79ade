"""Exchange an article's units with translation tools: XLIFF, TMX, CSV, PO and the bitext."""

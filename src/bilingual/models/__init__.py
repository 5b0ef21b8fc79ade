"""Translation models and the lexicon: catalogue, store and download. The only part that goes online."""

"""Translation models: catalogue, store and download. The only part that goes online."""

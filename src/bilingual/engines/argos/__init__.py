"""Argos packages, in batches through CTranslate2."""

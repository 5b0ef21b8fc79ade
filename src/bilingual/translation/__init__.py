"""From an engine's drafts to a target that uses the glossary."""

"""Turn the drafts of an engine into a target that uses the glossary."""

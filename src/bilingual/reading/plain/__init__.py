"""Plain text → blocks: headings, lists and notes without markup."""

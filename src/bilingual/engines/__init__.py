"""What turns source segments into drafts."""

"""Many articles in one run: what is current is skipped, what is done is recorded, and one report covers all."""

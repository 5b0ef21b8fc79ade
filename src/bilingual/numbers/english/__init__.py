"""Read and write numbers in English."""

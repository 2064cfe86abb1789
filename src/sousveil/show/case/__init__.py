"""The case as a whole: the overview, what it lacks, what was not kept, what was done, and what its people agreed on."""

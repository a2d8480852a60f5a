"""What is known before a report arrives: places, population, published figures, codebook, crosswalk."""

"""Template tags that hold no noun of the field: dates, numbers, paging."""

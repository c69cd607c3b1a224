"""The only writers of offers."""

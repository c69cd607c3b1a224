"""Who may do what, and what a membership is; without Django."""

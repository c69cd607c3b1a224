"""Every change of the room. The journal learns who did what for which organization, and never what was said."""

"""Every change of the room: what persons judge beside proposals, many at once, who reads what, and links."""

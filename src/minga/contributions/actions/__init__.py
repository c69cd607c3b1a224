"""Every change of this room: uploads, errands, drafts, and the source a person describes."""

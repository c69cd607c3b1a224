"""Words of the room in templates."""

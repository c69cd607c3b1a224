"""Every change of this room: files handed in and brought in, what their texts propose, what a person says of it."""

"""Reads of the room: what waits, one sitting, how the rules fare, the history of a claim, and what is left to do."""

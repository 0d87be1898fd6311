"""The journal: every act as an event, the one door through which states change, and the work owed for it."""

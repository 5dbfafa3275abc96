"""What a report says, one module for each kind of finding."""

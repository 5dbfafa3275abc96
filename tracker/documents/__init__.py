"""What goes out as a file: lists as Excel workbooks."""

"""What mail needs kept: messages, what each person chose, and what shows that mail is well."""

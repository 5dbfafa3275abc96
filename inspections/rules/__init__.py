"""Pure rules of inspections: arguments in, answer out; no database, no clock, no settings."""

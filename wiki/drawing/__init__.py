"""Where things stand in a drawing. Pure: no database, no settings, no clock; the same input gives the same drawing."""

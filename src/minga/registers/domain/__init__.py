"""What a register says of each row, and the claims that follow from it. Pure: no database, no Django."""

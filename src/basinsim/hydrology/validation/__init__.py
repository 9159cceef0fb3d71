"""How generated weather and rivers compare with observed ones."""

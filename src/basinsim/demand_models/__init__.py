"""How much water each kind of user asks for, from people, crops, herds, energy and the weather."""

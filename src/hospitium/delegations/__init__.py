"""Who comes or travels: members and names, protocol and gifts, travel and beds, letters, lists, what comes after."""

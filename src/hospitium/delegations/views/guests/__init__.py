"""The pages of guests: the focal point names the delegation, each member answers for herself."""

"""Which zone a portal prints its times in, and which clocks of its are wrong."""

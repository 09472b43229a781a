"""Building blocks for essays in tests."""

PROSE = (
    "Rivers carve their beds slowly, and every bend remembers a flood that nobody wrote down. We learn to read them by "
    "walking along the banks in every season, with wet boots and a notebook that has seen better days than this one. "
    "The miller told us about it, and so did the gauge keeper, though neither of them would have called it knowledge."
)
MORE = (
    "A second thought follows the first one, and it takes its time before it says what it came to say about dams, fish "
    "ladders and the price of grain. Whoever waits long enough at a weir will see all three of them pass in one night, "
    "and will then wonder for many years what the connection between them may have been, if there was one at all."
)

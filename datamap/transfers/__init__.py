"""Who gets which data, and the verdict on every transfer."""

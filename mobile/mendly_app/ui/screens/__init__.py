"""The screens: one module, one kv file and one model each. A screen is built at its first visit."""

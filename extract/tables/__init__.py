"""Tables that stand in the text as lines, tabs or bars, and what their columns hold."""

"""Each serves some pages: asks a model for what a page asks for, and shows what it answers. They know no window."""

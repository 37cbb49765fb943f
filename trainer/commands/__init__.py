"""The commands of the terminal, a module each; this table is all that is loaded of one that is not used."""

#: The name of a command → the module that runs it, and what the help says of it. The help shows them in this order.
COMMANDS: dict[str, tuple[str, str]] = {
    "play": ("play", "practise a scenario in the terminal, lines from standard input"),
    "read": ("read", "what each line of standard input does"),
    "explain": ("explain", "why each line of standard input is heard and answered so in a talk"),
    "flip": ("flip", "no-oriented rewrites of each line of standard input"),
    "check": ("check", "all faults of scenario files"),
    "simulate": ("simulate", "scripted players against the counterpart: outcome rates of each"),
    "causes": ("causes", "the table of causes: everything that can move the counterpart"),
    "evaluate": ("evaluate", "how well a file of labelled lines is heard"),
    "export": ("export", "everything that is stored: JSON, CSV files, or a page for a coach"),
    "demo-data": ("demo_data", "fill a new file through the real engine, for trying out and measuring"),
    "backup": ("backup", "copy your file to today's backup"),
    "restore": (
        "restore",
        "put a backup in the place of your file, which is set aside; without FILE the newest sound one",
    ),
    "doctor": ("doctor", "look your file through, and tell what there is"),
    "import": ("import_data", "import another file of ours, without doubling anything"),
    "install": ("install", "install a pack: show what is in it, ask, and put it in its place"),
    "packs": ("packs", "the installed packs"),
    "remove": ("remove", "remove a pack with everything it brought"),
}

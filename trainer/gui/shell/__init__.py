"""The window around the pages: tabs, menus, the table of pages, the table of actions."""

"""A small vault."""

NOTE = "---\ntitle: Bowline\ntype: concept\nvisibility: public\ntags: [knots]\nmood: calm\n---\n\nIt [[Hitch|holds]].\n"
NOTES = {
    "concepts/bowline.md": NOTE,
    "concepts/hitch.md": "---\ntitle: Hitch\nvisibility: Publik\n---\n\nIt slips off a [[bowline]].\n",
    "writing/on-knots.md": "---\ntitle: On knots\ntype: writing\nauthor: Rigger\n---\n\nA bowline is a hitch.\n",
    ".obsidian/app.json": "{}",
}

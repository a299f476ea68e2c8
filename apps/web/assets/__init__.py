"""Style sheets and scripts as browsers get them: one a kind of page, named by content, compressed (decisions/0029)."""

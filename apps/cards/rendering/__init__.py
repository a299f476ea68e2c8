"""From an author's Markdown to HTML that pages show and paper prints: rendered, sanitized, then trusted."""

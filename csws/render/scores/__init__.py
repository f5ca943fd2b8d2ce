"""The results of the lab: a document, a text, Markdown and a page. Values in, text out."""

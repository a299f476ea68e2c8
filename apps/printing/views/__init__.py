"""The pages of printing, and the PDFs."""

"""What a laboratory found in a tumour. Kept apart from inherited genes in rows, rights, pages and words."""

"""What every room uses: refusals in words, the audit line, the task queue, email, forms and the page shell."""

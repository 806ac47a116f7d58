"""What every room stands on: refusals in words, the audit line, the queue, mail, forms and the page shell."""

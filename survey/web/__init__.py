"""What every page shares: guards, language, headers, refusals, forms, the running request."""

"""What is published: reports from tallies kept, the record and its verifier, charts, figures as text."""

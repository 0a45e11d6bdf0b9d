"""Tables that people upload or paste: lists of communities, of meetings, of assessments.

errors       why a table, or one cell of it, cannot be read
columns      what columns a table may have, and the line of heads that names them
delimited    CSV and pasted text: encoding, separator, quotation marks
workbook     XLSX: one sheet of it, read in memory and within limits
table        either of the two as rows of named cells, with every fault beside them
cells        what one cell says: a number, a day, an hour, several names
template     an XLSX to fill in, and a table as text to correct on the page

A file is read in memory. It is neither kept nor sent back; what a page shows again is the rows as text.
"""

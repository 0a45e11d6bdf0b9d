"""The minutes of a published meeting: put together once, drawn in every format from the same values.

sheet         what the minutes say, as a tree of values
proceedings   what was held: the meeting, who came, who confirmed the count, comments, corrections
account       what became of the ballots: slips and paper
subjects      the count of each subject
basis         rules, seal and record
content       the whole of it, put together
community     one community's sheet for the district, of the same parts
layout        what all printed formats share
document      as DOCX; styles, the look of it
pdf           as PDF
workbook      as XLSX
warning       what a meeting that does not count says on each sheet
files         which files there are
"""

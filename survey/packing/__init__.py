"""The whole pack of a campaign: minutes, charts and tables of everything published, in one ZIP.

contents   which files there are, and how each is made
shelf      where a pack lies while it is made and afterwards, how far it is, and when it goes
workshop   one pack at a time, made in the background; what was made before a crash is kept
memory     what keeps the making of a thousand files small
"""

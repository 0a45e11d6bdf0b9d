"""The secret ballot, small enough to audit in an hour. No web, no pandas, no charts.

Read it in the order of an evening:

    instrument   the form as data: sections, items, scales, words in each language
    campaigns    one year's appraisal: an instrument and a rule set, frozen when the first meeting opens
    meetings     one community's evening: draft → open → closed → published, or void
    codes        one-time codes: made, tidied, checked, digested
    slips        codes on paper: A4, 3 × 7, vector QR
    keys         three scrutineers' keys, any two of which open the box
    form         a meeting's questions in order; a filled form becomes marks or a refusal
    envelope     marks sealed to the box's public key, all of one length
    store        the box on disk: slips and envelopes, changed in place, durable
    box          one writer: many phones, one durable step, only then the answer
    count        after the close: the seal, then all envelopes or none
    destruction  which boxes outlive their meetings, and when each was destroyed
    paper        paper ballots already collected, read from a CSV file
    tables       the ordinary database, which never holds a code, an envelope or a voter's trace
    errors       every way an act can be refused
"""

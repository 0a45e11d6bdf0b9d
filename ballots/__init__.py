"""The secret ballot, small enough to audit in an hour. No web, no pandas, no charts.

Read it in the order of an evening:

    instrument   the form as data: sections, items, scales, words in each language
    campaigns    one year's appraisal: an instrument and a rule set, frozen when the first meeting opens
    meetings     one community's evening: draft → open → closed → published, or void
    codes        one-time codes: made, tidied, checked, digested
    sheets       slips printed together, so that a lost sheet can be voided whole
    slips        codes on paper: A4, 3 × 7, vector QR; `face`, `document`, `lettering`, `glyphs` draw one
    keys         three scrutineers' keys, any two of which open the box; `keydesk` remembers a presented one for a while
    form         a meeting's questions in order; a filled form becomes marks or a refusal
    envelope     marks sealed to the box's public key, all of one length
    comment      what somebody wrote beside the ballot, tidied and sealed apart from it
    store        what a box promises; `sqlite_store` over `sqlite_file` and `sqlite_tables`, and `postgres_store` over
                 `postgres_session` and `postgres_tables`, keep it
    draft        a box before the opening: its slips, its keys, the step that opens it
    box          one writer: many phones, one durable step, only then the answer
    throttle     wrong codes are let in a few at a time
    turnout      how many ballots lie in the box, as coarsely as the hall may know
    count        after the close: the seal, then all envelopes or none
    destruction  which boxes outlive their meetings, and when each was destroyed
    ballotpaper  the ballot on paper, normal and large print; `typeset` sets it, `instructions` say how to mark it
    paper        paper ballots in a CSV file, collected elsewhere or typed by one person; `columns` reads its header
    pile         one meeting's paper ballots as two people typed them; `keying` reads marks, `entries` keeps them,
                 `spoiling` says why one is spoiled, `paper_counts` how many went out and came back
    channels     how ballots came: numbers of a whole meeting only
    classes      how many slips of each voter class were printed, handed out and came back
    tables       the ordinary database, which never holds a code, an envelope or a voter's trace
    names        what a person may type, and short public ids
    errors       every way an act can be refused
"""

"""Who is rated in every meeting that a bench holds. Apart from `evenings`, so that counting loads no server."""

from ballots.form import Subject

SUBJECTS = (Subject("committee", "长岗路社区居委会"), Subject("secretary", "王秀兰"), Subject("graduate", "李明"))

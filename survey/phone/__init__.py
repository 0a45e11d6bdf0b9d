"""Pages for phones: residents vote and look their receipt up; scrutineers present their keys."""

ROLES = ("anonymous", "outsider", "owner", "other_founder", "mentor", "other_mentor", "juror", "other_juror", "agent", "officer", "finance", "approver", "director", "donor", "editor", "admin")

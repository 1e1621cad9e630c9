# The page without a project.
start-title = Who may do what on a machine
start-lead = Open a project, or begin a new one: users, groups, rights, areas and guidelines in one file.
start-recent = Recent projects
start-no-recent = Nothing yet.
start-forget = Take out of this list
start-drop = A project’s file can also be dropped on this window.

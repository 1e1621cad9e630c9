# CSV, reports, recovery, changes on disk.

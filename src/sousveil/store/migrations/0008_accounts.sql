-- Who may sign in where the case is served to a team. `folded` makes names that differ in case only one account.
CREATE TABLE account (
    folded  TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    role    TEXT NOT NULL CHECK (role IN ('read', 'review', 'lead')),
    secret  TEXT NOT NULL,
    made    TEXT NOT NULL,
    changed TEXT NOT NULL
) STRICT, WITHOUT ROWID;

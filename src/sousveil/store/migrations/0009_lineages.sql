-- Version 9: what repeats a source, and what cites an origin that is not held, are read from the index alone.

DROP INDEX echo_to;
CREATE INDEX echo_to ON echo (to_source, state, from_source, score);
CREATE INDEX echo_cited ON echo (cited_ref, state, from_source, score) WHERE cited_ref IS NOT NULL;

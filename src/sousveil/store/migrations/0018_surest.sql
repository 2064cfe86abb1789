-- Version 18: echoes of any choice are passed over in the index, without their records.
-- Who repeats a source is put in order of days without a look at the texts.

DROP INDEX echo_strength;
DROP INDEX echo_type_strength;
CREATE INDEX echo_strength ON echo (score DESC, id, state, cited_ref);
CREATE INDEX echo_type_strength ON echo (type, score DESC, id, state, cited_ref);
CREATE INDEX echo_cited_strength ON echo (score DESC, id, type, state) WHERE cited_ref IS NOT NULL;
CREATE INDEX reading_day ON reading (source_id, published);

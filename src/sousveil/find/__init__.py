"""Text to claims with exact spans.

Invariant: a claim is a pure function of the frozen text and the vocabulary, and its quote stands in the text at
its offsets, character for character. `model/`, which is optional, reads with a model beside these rules; what it
answers is one more argument.

The way of a text through the modules, in the order in which to read them:

    tables      the vocabulary, compiled for one language; finds its terms as mentions (`mention`, `pairs`)
    reader      goes through the blocks of a text and says which of them is read how; `context` is the document so far
    paragraph   a paragraph, sentence by sentence (`segment`), with what the sentences before named
    entries     a row of a table or an item of a list (`grids`, `columns`), which takes its verb from the words over it
    sentence    one sentence: everything recognised in it, and the readings that pass the `gate`
      acts        what was done, with plans, bans and denials applied; `certainty` where a language has `[standing]`
      predicates  which act governs which technology (`attached`: what only belongs to a noun)
      topics      what needs no technology: laws, informants, borders, limits
      kinds       the kind of claim that a predicate or a topic is: a `Reading`
    slots       fills a reading: who says it (`attribution`, `speakers`), whose it is (`operators`), who sold it
                (`suppliers`), where (`places`, less `borders`, `datelines`, `origins`), when (`dates`, `calendars`),
                how many (`quantities`, `numerals`)
    composing   the claim; `counting` and `series` make more of one where several numbers are told

`sources`, with `cues` and `noun_phrases`, finds who states or believes anything at all; `speakers` shares its phrases.
`readers` is what all readers of claims offer, these rules and a model alike.
"""

from sousveil.find.reader import EXTRACTOR, find

__all__ = ["EXTRACTOR", "find"]

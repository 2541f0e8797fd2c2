"""Finding words across languages: folding, stems, what is stored and what is asked for.

The same plain words go into either database, so both give the same answers.
"""

from hospitium.algorithms.search.folding import fold, tokens
from hospitium.algorithms.search.ranking import Field, score
from hospitium.algorithms.search.stemming import LANGUAGES, index_terms, query_terms, stems

__all__ = ["LANGUAGES", "Field", "fold", "index_terms", "query_terms", "score", "stems", "tokens"]

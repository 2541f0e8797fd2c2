"""Whether two spellings may be the name of one person, and whether a word mixes letters that look alike.

Both only ask: who the person is and what the letter should be, a human being says.
"""

from hospitium.algorithms.resemblance.letters import MixedWord, mixed_words
from hospitium.algorithms.resemblance.names import Name, name_keys, resembles, spelling

__all__ = ["MixedWord", "Name", "mixed_words", "name_keys", "resembles", "spelling"]

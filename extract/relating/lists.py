"""What a list hands down to its items: "Bãi bỏ các văn bản sau:" and "Căn cứ A;" govern the lines that follow."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..records import Citation
from ..source import Block
from . import governors as g
from .clauses import Sentence, Sentences, Small, after_mark
from .governors import EFFECTS, CueFinder, Governor

LISTED = "list under a heading"
_LONGEST_LIST = 40  # items that are looked back over for the line that opens the list


class Lists:
    """Finds the governor of an item of a list that begins with its citation."""

    def __init__(self, text: str, lower: Small, blocks: Sequence[Block], sentences: Sentences, cues: CueFinder) -> None:
        self._text, self._lower, self._blocks, self._sentences, self._cues = text, lower, blocks, sentences, cues
        self._apart = 3 if sentences.hard else 1  # blocks from one item to the next: hard line breaks cut items up

    def inherited(
        self,
        sentence: Sentence,
        start: int,
        citation: Citation,
        before: Sentence | None,
        last: Citation | None,
        top: Governor | None,
    ) -> Governor | None:
        """The governor of the item before, when it ends in ";" or ",", or of the line with a colon above the list.

        `start` is where the item begins behind its mark.
        """
        if "“" in self._text[sentence.start : start]:
            return None  # words that an amendment puts into another text
        lead, _ = g.without_provisions(self._lower[start : citation.start])
        if lead.strip(' \n\t*“"(') not in ("", "các", "và", "-"):
            return None
        if last is not None and before is not None and top and sentence.block - before.block <= self._apart:
            between = self._text[last.end : sentence.start].rstrip(" \n\r\t*_|")
            if re.search(r"[;,](?:\s*và)?\s*(?:[-+*•]|\w{1,2}[.)])?$", between):
                return top
        if top and before and top.rule == LISTED and self._are_items(before.block, sentence.block):
            return Governor(top.predicate, top.start, top.end, LISTED)
        return self._of_heading(sentence)

    def _are_items(self, earlier: int, later: int) -> bool:
        """Are the blocks items of one list, at most one block apart?"""
        between = self._blocks[max(0, earlier) : later + 1]
        return 0 < later - earlier <= 2 and all(block.kind == "list_item" for block in between)

    def _of_heading(self, sentence: Sentence) -> Governor | None:
        index = sentence.block - 1
        for _ in range(_LONGEST_LIST):
            if index < 0:
                return None
            words, block = self._sentences.block_text(index), self._blocks[index]
            if words.endswith(":"):
                return self._lead_in(max(block.start, block.end - 400), block.end)
            if block.kind == "heading":
                return self._of_article(block)
            if block.kind != "list_item" and not words.endswith((";", ",")):
                return None
            index -= 1
        return None

    def _of_article(self, block: Block) -> Governor | None:
        """The effect that a heading announces without a colon: "Điều 1. Bãi bỏ toàn bộ một số văn bản …"."""
        start = after_mark(self._text, block.start, block.end)
        cues = self._cues.find(self._lower[start : min(block.end, start + 80)], start)
        if not cues or cues[0].start > start + 2 or cues[0].predicate not in EFFECTS or cues[0].predicate == "amends":
            return None
        if g.says_part(self._lower[cues[0].end : block.end]):
            return None
        return Governor(cues[0].predicate, cues[0].start, cues[0].end, LISTED)

    def _lead_in(self, start: int, end: int) -> Governor | None:
        cues = [c for c in self._cues.find(self._lower[start:end], start) if c.predicate != "proposes_amendment"]
        effects = [c for c in cues if c.predicate in EFFECTS]
        cue = effects[-1] if effects else cues[-1] if cues else None
        if cue is None or cue.predicate in ("promulgates", "approves", "guides"):
            return None
        return Governor(cue.predicate, cue.start, cue.end, LISTED)

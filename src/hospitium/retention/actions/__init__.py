"""What is done about keeping: rules are changed, the archive answers, data are erased when their time is over."""

from hospitium.retention.actions.archive import answer_offer
from hospitium.retention.actions.erasing import erase_again, erase_what_is_due
from hospitium.retention.actions.paper import make_processing_record
from hospitium.retention.actions.rules import set_rule

__all__ = ["answer_offer", "erase_again", "erase_what_is_due", "make_processing_record", "set_rule"]

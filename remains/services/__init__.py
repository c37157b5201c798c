"""Writes of remains: drafts, logging, changing, linking to incidents, images, custody and burial; and of samples."""

from remains.services.belongings import BelongingStepEntry, add_belonging_steps
from remains.services.burying import BurialEntry, ask_exception, bury, change_lease
from remains.services.changing import change_remains
from remains.services.custody import StepEntry, add_step
from remains.services.drafts import delete_draft, log_draft, reserve, reserved_ref, save_draft
from remains.services.entry import FORENSIC_FIELDS, FoundDocument, IndicatorEntry, RemainsEntry
from remains.services.estimating import EstimateEntry, add_estimate, choose_estimate, withdraw_estimate
from remains.services.examining import (
    CheckEntry,
    ExaminationEntry,
    NoteEntry,
    NumberEntry,
    note_injury,
    save_checklist,
    save_examination,
)
from remains.services.images import keep_image, remove_image, tell_image
from remains.services.incidents import link_incident, unlink_incident
from remains.services.joining import ask_joining, hold_joined, reject_joining, take_joining_back
from remains.services.logging import log_remains
from remains.services.sample_steps import SampleStepEntry, add_sample_step
from remains.services.samples import NoConsent, SampleEntry, take_sample
from remains.services.skeleton import PartEntry, add_part, split, write_inventory
from remains.services.storage import add_place, close_place
from remains.services.testing import ReportEntry, ask_test, report
from remains.services.together import NotTogether, add_steps

__all__ = [
    "FORENSIC_FIELDS",
    "BelongingStepEntry",
    "BurialEntry",
    "CheckEntry",
    "EstimateEntry",
    "ExaminationEntry",
    "FoundDocument",
    "IndicatorEntry",
    "NoConsent",
    "NotTogether",
    "NoteEntry",
    "NumberEntry",
    "PartEntry",
    "RemainsEntry",
    "ReportEntry",
    "SampleEntry",
    "SampleStepEntry",
    "StepEntry",
    "add_belonging_steps",
    "add_estimate",
    "add_part",
    "add_place",
    "add_sample_step",
    "add_step",
    "add_steps",
    "ask_exception",
    "ask_joining",
    "ask_test",
    "bury",
    "change_lease",
    "change_remains",
    "choose_estimate",
    "close_place",
    "delete_draft",
    "hold_joined",
    "keep_image",
    "link_incident",
    "log_draft",
    "log_remains",
    "note_injury",
    "reject_joining",
    "remove_image",
    "report",
    "reserve",
    "reserved_ref",
    "save_checklist",
    "save_draft",
    "save_examination",
    "split",
    "take_joining_back",
    "take_sample",
    "tell_image",
    "unlink_incident",
    "withdraw_estimate",
    "write_inventory",
]

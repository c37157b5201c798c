"""Names and free text of any script: what may be saved, and the Latin forms in which names are compared."""

from registry.lib.errors import BadText
from registry.lib.names import equivalents
from registry.lib.names.clean import clean_name, clean_text, contact_patterns, has_contact_pattern
from registry.lib.names.fold import PARTICLES, fold, skeleton, skeleton_helps, skeletons, tokens
from registry.lib.names.phonetics import VOWELLESS, alone, marked, sounds, swapped, unmarked
from registry.lib.names.scripts import detect_script, mixed_scripts, script_of

__all__ = [
    "PARTICLES",
    "VOWELLESS",
    "BadText",
    "alone",
    "clean_name",
    "clean_text",
    "contact_patterns",
    "detect_script",
    "equivalents",
    "fold",
    "has_contact_pattern",
    "marked",
    "mixed_scripts",
    "script_of",
    "skeleton",
    "skeleton_helps",
    "skeletons",
    "sounds",
    "swapped",
    "tokens",
    "unmarked",
]

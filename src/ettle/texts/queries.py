"""Functions on text for other rooms. Only `read_sent_form` and `read_shown_form` read the database."""

from __future__ import annotations

from ettle.kit.values.written_text import count_words
from ettle.kit.values.written_text import normalise_text as clean_text
from ettle.texts.privacy.check import find_personal_details, leave_out_cleared
from ettle.texts.privacy.findings import MAX_FINDINGS, PrivacyFinding
from ettle.texts.privacy.privacy_questions import (
    ListedFinding,
    ask_to_look,
    find_in_file_name,
    list_findings,
    list_unseen_findings,
    read_safe_words,
)
from ettle.texts.recovery.device_keys import link_owner
from ettle.texts.recovery.page_head import render_counter, render_head
from ettle.texts.recovery.shown_forms import read_sent_form, read_shown_form, show_again
from ettle.texts.revisions import describe_saves
from ettle.texts.sound.film_metadata import strip_location
from ettle.texts.sound.sound_file import (
    MAX_MINUTES,
    MEDIA_TYPES,
    RewrittenSound,
    describe_length,
    rewrite_recording,
)
from ettle.texts.sound.sound_file import MAX_SIZE as MAX_RECORDING_SIZE
from ettle.texts.text_diff import diff_words
from ettle.texts.uploads.fields import RecordingField
from ettle.texts.uploads.forms import FileForm, RecordingForm
from ettle.texts.uploads.prepared_files import MAX_FILE_SIZE, PreparedAttachment, prepare_file, prepare_recording
from ettle.texts.word_counts import MAX_CHARACTERS, describe_word_count

__all__ = [
    "MAX_CHARACTERS",
    "MAX_FILE_SIZE",
    "MAX_FINDINGS",
    "MAX_MINUTES",
    "MAX_RECORDING_SIZE",
    "MEDIA_TYPES",
    "FileForm",
    "ListedFinding",
    "PreparedAttachment",
    "PrivacyFinding",
    "RecordingField",
    "RecordingForm",
    "RewrittenSound",
    "ask_to_look",
    "clean_text",
    "count_words",
    "describe_length",
    "describe_saves",
    "describe_word_count",
    "diff_words",
    "find_in_file_name",
    "find_personal_details",
    "leave_out_cleared",
    "link_owner",
    "list_findings",
    "list_unseen_findings",
    "prepare_file",
    "prepare_recording",
    "read_safe_words",
    "read_sent_form",
    "read_shown_form",
    "render_counter",
    "render_head",
    "rewrite_recording",
    "show_again",
    "strip_location",
]

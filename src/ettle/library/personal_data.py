"""The personal data of the library: what readers marked, and who retired an area."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ettle.kit.personal_data import Declaration, PersonalField

COMMENTED = PersonalField(_("so that other authors of a draft can read what you say about it"))

DECLARATIONS = [
    Declaration(model="library.FrontPage", not_personal=("page_ptr", "sentence")),
    Declaration(model="library.ParentPage", not_personal=("page_ptr",)),
    Declaration(
        model="library.AreaPage",
        not_personal=(
            "page_ptr", "summary", "minutes", "position", "roles", "capabilities", "alignments", "badges", "activities",
            "related", "tools", "body", "role_texts", "try_this",
            "reflection", "references", "reviewed_on", "group", "outcome", "drawing", "drawing_alt", "in_short", "act",
            "question", "checks", "setting_examples",
        ),
    ),
    Declaration(model="library.AreaGroup", not_personal=("id", "key", "title", "position")),
    Declaration(
        model="library.StatementPage", not_personal=("page_ptr", "summary", "position", "body", "reviewed_on")
    ),
    Declaration(
        model="library.Film", not_personal=("id", "title", "file", "captions", "transcript", "credit")
    ),
    Declaration(model="library.PackFile", not_personal=("id", "path", "digest", "picture", "file")),
    Declaration(model="library.PackCopy", not_personal=("id", "page", "digest", "revision", "is_retired", "loaded_at")),
    Declaration(
        model="library.Retirement",
        not_personal=("area", "id", "retired_at", "retired_by", "successor", "why"),
    ),
    Declaration(model="library.FormerAddress", not_personal=("area", "id", "left_at", "slug")),
    Declaration(
        model="wagtailcore.Comment",
        owner="user",
        personal={"text": COMMENTED, "created_at": COMMENTED},
        not_personal=(
            "id", "page", "user", "contentpath", "position", "updated_at", "revision_created", "resolved_at",
            "resolved_by",
        ),
    ),
    Declaration(
        model="wagtailcore.CommentReply",
        owner="user",
        personal={"text": COMMENTED, "created_at": COMMENTED},
        not_personal=("id", "comment", "user", "updated_at"),
    ),
    Declaration(
        model="library.SavedArea",
        owner="reader",
        personal={
            "reader": PersonalField(_("to show you what you saved for later")),
            "area": PersonalField(_("to show you what you saved for later")),
            "title": PersonalField(_("to show you what you saved, as it was called then")),
            "revision": PersonalField(_("to tell you when what you saved has changed")),
            "saved_at": PersonalField(_("to show the latest first")),
        },
        not_personal=("id",),
    ),
    Declaration(
        model="library.ReadMark",
        owner="reader",
        personal={
            "reader": PersonalField(_("to show you what you have read")),
            "area": PersonalField(_("to show you what you have read")),
            "title": PersonalField(_("to show you what you read, as it was called then")),
            "revision": PersonalField(_("to tell you when what you read has changed")),
            "place": PersonalField(_("to bring you back to where you stopped")),
            "updated_at": PersonalField(_("to bring you back to what you read last")),
            "read_at": PersonalField(_("to show you what you have read")),
        },
        not_personal=("id",),
    ),
    Declaration(
        model="library.AreaTranslation",
        not_personal=("id", "area", "language", "content", "body", "loaded_at"),
    ),
]  # fmt: skip

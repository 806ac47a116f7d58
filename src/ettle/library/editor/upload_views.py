"""Wagtail's uploads of several files at once, except that an upload which fails is not stored.

Wagtail stores a file whose title or collection is refused, as it came, until its form is corrected, which may be never.
A picture then lies in the media folder with its location in it. Here it is refused, and sent again.
"""

from __future__ import annotations

from typing import Any

from wagtail.documents.views.multiple import AddView as AddDocumentsView
from wagtail.images.views.multiple import AddView as AddImagesView


def require_whole_form(form_class: Any) -> Any:
    """Return a form in which any fault is a fault of the file: Wagtail stores nothing of that."""

    class WholeForm(form_class):
        def full_clean(self) -> None:
            super().full_clean()
            faults = [fault for errors in self.errors.values() for fault in errors]
            if faults and "file" not in self.errors:
                self.add_error("file", faults)

    return WholeForm


class AddPictures(AddImagesView):
    def get_upload_form_class(self) -> Any:
        return require_whole_form(super().get_upload_form_class())


class AddDocuments(AddDocumentsView):
    def get_upload_form_class(self) -> Any:
        return require_whole_form(super().get_upload_form_class())

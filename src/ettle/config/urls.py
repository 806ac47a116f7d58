"""Every address of the site, from the rooms. What no room lists does not exist."""

from __future__ import annotations

from ettle.kit.room import room_urls

urlpatterns = room_urls()

handler400 = "ettle.kit.views.bad_request"
handler500 = "ettle.kit.views.server_error"

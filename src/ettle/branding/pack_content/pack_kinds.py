"""The file of a content pack that this room takes: what it says about the site as a whole."""

from __future__ import annotations

from ettle.branding import actions, queries
from ettle.branding.types.specs import SiteSpec, check_site
from ettle.kit.input.pack_kinds import single_file_kind

KINDS = [
    single_file_kind(
        "site.yaml",
        spec=SiteSpec,
        check=check_site,
        load=actions.put_site_words,
        export=queries.find_site_words,
    )
]

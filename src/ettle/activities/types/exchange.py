"""Activities in the formats of other systems, for other rooms. Pure."""

from __future__ import annotations

from ettle.activities.exchange.exchange_refusal import ExchangeRefused
from ettle.activities.exchange.h5p.scenario_reader import MAX_JSON_BYTES, H5pReading, read_h5p
from ettle.activities.exchange.qti.item_xml import MAX_BYTES
from ettle.activities.exchange.qti.package_reader import read_file as read_qti_item
from ettle.activities.exchange.qti.package_reader import read_package as read_qti_package
from ettle.activities.exchange.qti.package_writer import write_package as write_qti_package
from ettle.activities.exchange.xapi_statements import StatementContext, list_statements

__all__ = [
    "MAX_BYTES",
    "MAX_JSON_BYTES",
    "ExchangeRefused",
    "H5pReading",
    "StatementContext",
    "list_statements",
    "read_h5p",
    "read_qti_item",
    "read_qti_package",
    "write_qti_package",
]

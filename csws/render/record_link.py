"""The address of a record in HubSpot. HubSpot documents no such address; its own pages have it."""

from __future__ import annotations

from csws.lab.ids import is_number
from csws.model.catalog import Catalog

_URL = "https://{host}/contacts/{portal}/record/{type}/{id}"


def record_url(catalog: Catalog, object_name: str, identity: str) -> str:
    """ "" for what is no id of HubSpot's, and for an object that the catalogue does not have."""
    home = catalog.objects.get(object_name)
    if home is None or not is_number(identity):
        return ""
    return _URL.format(host=catalog.ui_domain, portal=catalog.account_id, type=home.type_id, id=identity)

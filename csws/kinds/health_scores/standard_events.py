"""The events that every HubSpot account has, as data. Knows no account.

HubSpot publishes no list of the events that health scores can count, nor of their properties, so
this one is not complete: that an event or a property is not here proves nothing. Names are HubSpot's, `e_{name}` in its API, without the `e_`. The sources:

[1] the Events API, `eventType` and its example: `e_visited_page` with its properties
    (developers.hubspot.com/docs/api-reference/latest/events/guide);
[2] names that accounts have sent, as an open-source connector lists them
    (github.com/amp-labs/connectors, the HubSpot provider);
[3] HubSpot's own example of a rule with two criteria, *Call ended* and *Call duration*
    (blog.mediaposte-martech.com, "Conditional scoring with AND for health scores");
    `hs_call_duration` is the property of calls in milliseconds
    (developers.hubspot.com/docs/api-reference/latest/crm/activities/calls/guide);
[4] "completed meetings" as an example of an event (knowledge.hubspot.com/help-desk/
    customize-a-health-score-in-the-customer-success-workspace); its internal name is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping

from csws.model.catalog import EventType, Property

_PAGE = {
    "hs_url": "URL",
    "hs_title": "Page title",
    "hs_referrer": "Referrer",
    "hs_city": "City",
    "hs_region": "Region",
    "hs_country": "Country",
}


def _event(name: str, label: str) -> EventType:
    return EventType(name=name, label=label)


_EVENTS = (
    EventType(
        name="visited_page",
        label="Page visited",
        properties={name: Property(name=name, label=label, type="string") for name, label in _PAGE.items()},
    ),  # [1]
    EventType(
        name="call_ended",
        label="Call ended",
        properties={
            "hs_call_duration": Property(name="hs_call_duration", label="Call duration (milliseconds)", type="number")
        },
    ),  # [2], [3]
    _event("meeting_completed", "Meeting completed"),  # [4]
    _event("form_submission", "Form submission"),  # [2], as all that follow
    _event("form_submission_v2", "Form submission (new)"),
    _event("form_completion_v2", "Form completion (new)"),
    _event("form_view", "Form view"),
    _event("document_shared_v2", "Document shared"),
    _event("clicked_whatsapp_message", "WhatsApp message clicked"),
    _event("v2_contact_replied_sequence_email", "Sequence email replied to"),
)
STANDARD_EVENTS: Mapping[str, EventType] = {event.name: event for event in _EVENTS}

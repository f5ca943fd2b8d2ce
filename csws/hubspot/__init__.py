"""HubSpot's public API, as far as csws uses it: reading what an account contains, and creating a
property.

HubSpot has no API for customer success workspace settings (DOMAIN §3): nothing here reads or writes
one. What reads and what writes are two types over one transport.
"""

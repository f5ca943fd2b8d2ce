"""The runbook: what a person does in HubSpot, block by block, in the reader's language. Its words are those of the page."""

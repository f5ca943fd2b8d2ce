"""The runbook: what a person does in HubSpot, block by block, in the reader's language. It shares
its words with the review page."""

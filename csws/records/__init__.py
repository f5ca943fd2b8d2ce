"""Records as people have them: exports of HubSpot, lists of activity, lists of lost accounts. Knows no score."""

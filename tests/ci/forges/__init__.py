"""Stand-ins for the REST APIs of GitHub and GitLab, as servers on this machine."""

"""The review page: a plan as one HTML file for people who do not read YAML. Its words are in
`csws.render.words`."""

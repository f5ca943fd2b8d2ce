"""The review page: a plan as one HTML file for people who don't read YAML. Its words stand in `csws.render.words`."""

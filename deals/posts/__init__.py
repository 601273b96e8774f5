"""Public posts: whose address one has (`addresses`), what is to be seen there (`looking`, one file a platform), and the
server that plays the platforms in demo and tests (`stage`).
"""

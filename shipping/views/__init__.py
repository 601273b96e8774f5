"""The server-rendered door: the brand's desk and the parcel panel of a deal room."""

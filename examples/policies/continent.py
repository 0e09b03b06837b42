# Enrolment from Europe only, and not from hosting providers.
# Bind to an enrolment flow.
place = context.get("geoip")
if not place or place["continent"] != "EU":
    ak_message("Enrolment is open in Europe only.")
    return False

network = context.get("asn")
hosting = (64496, 64500, 64511)
return not network or network["asn"] not in hosting

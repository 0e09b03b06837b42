# Fill in the user name from the address, so that enrolment need not ask for it.
# Bind to the user-write stage of an enrolment flow. The write is an effect: the host applies it.
data = request.context["prompt_data"]
local = data["email"].split("@")[0].lower()
data["username"] = regex_replace(local, r"[^a-z0-9.]+", "-").strip("-")
data.setdefault("name", " ".join(part.capitalize() for part in data["username"].split(".")))
return True

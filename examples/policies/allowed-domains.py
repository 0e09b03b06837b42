# Enrolment is open to two domains and their subdomains.
# Bind to the prompt stage that asks for the address.
allowed = ("example.org", "example.net")

email = request.context.get("prompt_data", {}).get("email", "")
local, at, domain = email.strip().lower().rpartition("@")
if not local or not at:
    ak_message("Please enter an email address.")
    return False

if domain in allowed or domain.endswith(tuple("." + name for name in allowed)):
    return True

ak_message(f"Addresses of {domain} cannot be enrolled here.")
return False

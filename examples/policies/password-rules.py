# What a new password must have. Each broken rule is told.
# Bind to the prompt stage that asks for the password.
import re

data = request.context["prompt_data"]
password = data["password"]

rules = {
    "at least 12 characters": len(password) >= 12,
    "an upper case and a lower case letter": bool(re.search(r"(?=.*[a-z])(?=.*[A-Z])", password)),
    "a digit": any(c.isdigit() for c in password),
    "none of your name": data["username"].casefold() not in password.casefold(),
    "no character three times in a row": not re.search(r"(.)\1\1", password),
}
for rule, kept in rules.items():
    if not kept:
        ak_message("The password needs: " + rule)
return all(rules.values())

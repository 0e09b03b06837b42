# Nobody may take an address that somebody else has.
# Bind to the prompt stage of an enrolment or profile flow.
from authentik.core.models import User

email = request.context["prompt_data"]["email"]
pending = request.context.get("pending_user")
others = User.objects.filter(email__iexact=email)
if pending:
    others = others.exclude(username=pending.username)

if others.exists():
    ak_message("This address is already in use.")
    return False
return True

# Send people of a partner straight to the partner's own login.
# Bind to the password stage: the policy fails where the redirect takes over, so the stage is skipped.
sources = {
    "partner-one.example": "/source/saml/partner-one/",
    "partner-two.example": "/source/oauth/login/partner-two/",
}

domain = request.context["pending_user"].email.lower().rpartition("@")[2]
target = sources.get(domain)
if target is None:
    return True

context["flow_plan"].redirect(target)
return False

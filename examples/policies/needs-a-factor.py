# Whoever has no second factor yet is sent to set one up.
# Bind to the stage "authenticator setup".
user = request.context["pending_user"]
return not (ak_user_has_authenticator(user, "webauthn") or ak_user_has_authenticator(user, "totp"))

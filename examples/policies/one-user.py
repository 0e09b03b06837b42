# Only marie is asked for a second factor.
# Bind to the stage "authenticator validation" of a login flow, evaluated when the stage is reached.
return request.context["pending_user"].username == "marie"

# Was this login strong enough? Passes for hardware keys, and for a password with a confirmed second factor.
# Bind to an application.
method = context.get("auth_method")
args = context.get("auth_method_args", {})

if method == "auth_webauthn_pwl":
    return True

devices = [device for device in args.get("mfa_devices", []) if device.confirmed]
if method in ("password", "auth_mfa") and devices:
    ak_logger.info("second factor used", devices=[device.name for device in devices])
    return True

ak_message("Please sign in with a second factor.")
return False

# Members of "operators" may enter, also through a group inside it; others only while they are on call.
# Bind to an application.
if ak_is_group_member(request.user, name="operators"):
    return True
return request.user.attributes.get("on_call", False) is True

# Contractors work from Monday to Friday, eight to six, in Berlin.
# Bind to an application. Needs the clock: the time is a question to the host.
from datetime import datetime
from zoneinfo import ZoneInfo

if request.user.type != "external":
    return True

now = datetime.now(ZoneInfo("Europe/Berlin"))
open_now = now.weekday() < 5 and 8 <= now.hour < 18
if not open_now:
    ak_message(f"It is {now:%A %H:%M} in Berlin. Please come back in office hours.")
return open_now

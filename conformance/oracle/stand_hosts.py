"""What helpers do that ask or tell the host, written from authentik's documentation and rules: events, mails, tokens, DNS, HTTP."""

import base64
import dataclasses
import datetime
import enum
import ipaddress
import json
import re
import sys
import types
import urllib.parse
import uuid

SECRET = re.compile("API|AUTH|TOKEN|KEY|SECRET|PASS|SIGNATURE|HTTP_COOKIE", re.I)
HARMLESS = re.compile("passing|password_change_date|^auth_method(_args)?$", re.I)
MASK = "*" * 20
DROPPED = object()
UNITS = ("microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "weeks")


class Script:
    """The host's replies, as a case gives them."""

    def __init__(self, case, world):
        self.replies, self.world = list(case.get("replies", [])), world

    def call(self, operation, **arguments):
        if not self.replies or self.replies[0]["operation"] != operation:
            raise NotImplementedError(f"no reply to {operation}")
        reply = self.replies.pop(0)
        wanted = json.loads(reply.get("arguments", "{}"))
        for key, value in wanted.items():
            if plain(value) != arguments.get(key) and not is_part(plain(value), arguments.get(key)):
                raise NotImplementedError(f"{operation} was asked with {key}={arguments.get(key)!r}")
        if "raise" in reply:
            kind, message = reply["raise"]
            raise self.exception(kind)(message)
        return plain(json.loads(reply["value"]))

    def exception(self, kind):
        model, _, name = kind.rpartition(".")
        if model in self.world.classes:
            return getattr(self.world.classes[model], name)
        return {cls.__name__: cls for cls in ERRORS}[name]


def is_part(wanted, found):
    return isinstance(wanted, dict) and isinstance(found, dict) and all(found.get(key) == value for key, value in wanted.items())


def plain(value):
    """JSON of a reply, with bytes."""
    if isinstance(value, dict):
        if value.get("$type") == "bytes":
            return base64.b64decode(value["value"])
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def sanitized(value):
    """A value as an event holds it."""
    import stand_ins

    if isinstance(value, stand_ins.Object):
        name, decl = type(value).__name__, value._world.bindings["class"][type(value).__name__]
        form = decl.get("json") or ("model" if decl.get("app") else "str")
        if form == "drop":
            return DROPPED
        if name == "AnonymousUser":
            return {"username": "AnonymousUser", "pk": None, "email": "", "is_anonymous": True}
        if form == "user":
            return {"username": value.username, "pk": value.pk, "email": value.email}
        if form == "fields":
            fields = {key: None if key == "http_request" else getattr(value, key) for key, field in type(value)._decl["fields"].items()
                      if not field.get("property") and not field.get("hidden")}
            return sanitized(fields)
        if form == "model":
            shown = value.name if "name" in type(value)._decl["fields"] else str(value)
            return sanitized({"app": decl["app"], "model_name": name.lower(), "pk": value.pk, "name": shown})
        return str(value)
    if isinstance(value, dict):
        return {key: item for key, raw in value.items() if (item := sanitized(raw)) is not DROPPED}
    if isinstance(value, types.GeneratorType):
        return sanitized(list(value))
    if isinstance(value, (list, tuple, set)):
        return [item for raw in value if (item := sanitized(raw)) and item is not DROPPED]
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, BaseException):
        return str(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, type):
        return {"type": value.__name__, "module": value.__module__}
    if isinstance(value, datetime.datetime):
        text = value.isoformat()
        return text[:-6] + "Z" if text.endswith("+00:00") else text
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return str(value.total_seconds())
    if callable(value):
        return {"type": "callable", "name": value.__name__, "module": value.__module__}
    if isinstance(value, (bool, int, float, type(None))):
        return value
    if isinstance(value, str):
        return value.replace("\0", "")
    return str(value)


def cleansed(key, value):
    """A value with what stands under a key that sounds like a secret masked."""
    if isinstance(value, dict):
        return {name: cleansed(name, item) for name, item in value.items()}
    if isinstance(value, list):
        return [cleansed(key, item) for item in value]
    return MASK if SECRET.search(key) and not HARMLESS.search(key) else value


def addresses(value):
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        if not value:
            raise ValueError("Address list cannot be empty")
        return value
    raise ValueError("Address must be a string or list of strings")


def span(text):
    """Seconds of `hours=1;minutes=3`."""
    found = {}
    for part in text.split(";"):
        key, value = part.split("=")
        if key.lower() in UNITS:
            found[key.lower()] = float(value.strip())
    if not found:
        raise ValueError("No valid keys to pass to timedelta")
    return datetime.timedelta(**found).total_seconds()


class RequestException(OSError):
    pass


class HTTPError(RequestException):
    pass


class RequestsConnectionError(RequestException):
    pass


RequestsConnectionError.__name__ = "ConnectionError"


class MissingSchema(RequestException, ValueError):
    pass


class InvalidSchema(RequestException, ValueError):
    pass


ERRORS = [RequestException, HTTPError, RequestsConnectionError, MissingSchema, InvalidSchema]


class CaseInsensitive(dict):
    def __getitem__(self, key):
        return {name.lower(): value for name, value in self.items()}[key.lower()]


@dataclasses.dataclass(repr=False)
class Response:
    status_code: int
    reason: str
    url: str
    headers: dict
    content: bytes

    def __repr__(self):
        return f"<Response [{self.status_code}]>"

    def __bool__(self):
        return self.ok

    @property
    def ok(self):
        return self.status_code < 400

    @property
    def text(self):
        return self.content.decode()

    def json(self):
        return json.loads(self.text)

    def raise_for_status(self):
        whose = {4: "Client", 5: "Server"}.get(self.status_code // 100)
        if whose:
            raise HTTPError(f"{self.status_code} {whose} Error: {self.reason} for url: {self.url}")


class Session:
    def __init__(self, script):
        self._script = script

    def request(self, method, url, params=None, data=None, headers=None, cookies=None, files=None, auth=None, timeout=None,
                allow_redirects=True, proxies=None, hooks=None, stream=None, verify=None, cert=None, json=None):
        if ":" not in url:
            raise MissingSchema(f"Invalid URL {url!r}: No scheme supplied. Perhaps you meant https://{url}?")
        if not url.lower().startswith("http"):
            raise InvalidSchema(f"No connection adapters were found for {url!r}")
        if params:
            url += "?" + urllib.parse.urlencode({key: value for key, value in params.items() if value is not None}, doseq=True)
        headers, body = dict(headers or {}), None
        if auth:
            headers["Authorization"] = "Basic " + base64.b64encode(":".join(auth).encode()).decode()
        if data:
            body = urllib.parse.urlencode(data, doseq=True).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif json is not None:
            body = dumps(json)
            headers["Content-Type"] = "application/json"
        answer = self._script.call("http.request", method=method.upper(), url=url, headers=headers, body=body, timeout=timeout,
                                   redirects=allow_redirects)
        content = answer.get("body", b"")
        content = content.encode() if isinstance(content, str) else content
        return Response(answer["status"], answer.get("reason", ""), answer.get("url", ""), CaseInsensitive(answer.get("headers", {})), content)

    def get(self, url, **kwargs):
        return self.request("GET", url, **kwargs)

    def post(self, url, data=None, json=None, **kwargs):
        return self.request("POST", url, data=data, json=json, **kwargs)


def dumps(value):
    return json.dumps(value).encode()


class PolicyResult:
    def __init__(self, passing, *messages):
        self.passing, self.messages, self.raw_result = passing, messages, None

    def __str__(self):
        return f"<PolicyResult passing={self.passing} messages={self.messages}>" if self.messages else f"<PolicyResult passing={self.passing}>"


def evaluator(world, case, run, names):
    """The bound helpers of an evaluator. `run` evaluates another policy's source; `names` are the names in scope."""
    script = world.script = Script(case, world)

    class BaseEvaluator:
        def expr_event_create(self, action, **kwargs):
            context = {
                "ak_message": {"type": "callable", "name": "expr_func_message", "module": "authentik.policies.expression.evaluator"},
                **names(),
                **kwargs,
            }
            clean = {key: cleansed(key, item) for key, raw in context.items() if (item := sanitized(raw)) is not DROPPED}
            world.effects.append({"kind": "event.create", "action": "custom_" + action, "app": case.get("app", "case"), "context": clean})

        def expr_send_email(self, address, subject, body=None, stage=None, template=None, context=None, cc=None, bcc=None):
            if body and template:
                raise ValueError("body and template parameters are mutually exclusive")
            if not body and not template:
                raise ValueError("Either body or template parameter must be provided")
            lists = {"to": addresses(address), "cc": addresses(cc), "bcc": addresses(bcc)}
            world.effects.append({"kind": "mail.send", **lists, "subject": subject, "body": body, "template": template, "context": context or {}})
            return True

        def expr_create_jwt(self, user, provider, scopes, validity="seconds=60"):
            if not world.request_made.http_request:
                return None
            return script.call("jwt.issue", provider=provider, scopes=scopes, validity=span(validity))

        def expr_create_jwt_raw(self, provider, validity="seconds=60", **claims):
            claims = {key: value for key, value in claims.items() if key not in ("exp", "aud")}
            return script.call("jwt.encode", provider=provider, claims=claims, validity=span(validity))

        def expr_func_call_policy(self, name, **kwargs):
            if name not in case.get("policies", {}):
                raise ValueError(f"Policy '{name}' not found.")
            return run(name, kwargs)

        @staticmethod
        def expr_resolve_dns(host, ip_version=None):
            return script.call("dns.resolve", host=host, ip_version=ip_version)

        @staticmethod
        def expr_reverse_dns(ip_addr):
            return script.call("dns.reverse", address=ip_addr.strip())

    def define_attribute(vendor_code, vendor_name, attribute_name, attribute_code, attribute_type):
        world.effects.append({"kind": "radius.define", "vendor_code": vendor_code, "attribute_name": attribute_name})

    def delete_none_values(d):
        return {key: value for key, value in d.items() if value is not None}

    # As their names stand in messages.
    for name, method in vars(BaseEvaluator).items():
        if callable(method):
            method.__qualname__ = f"BaseEvaluator.{name}"
    for name in ("expr_resolve_dns", "expr_reverse_dns"):
        getattr(BaseEvaluator, name).__qualname__ = f"BaseEvaluator.{name}"
    for name in ("request", "get", "post"):
        getattr(Session, name).__qualname__ = f"Session.{name}"
    own, session = BaseEvaluator(), Session(script)
    world.session = session
    module = types.ModuleType("requests")
    module.exceptions = types.SimpleNamespace(**{cls.__name__: cls for cls in ERRORS})
    module.get, module.post = session.get, session.post
    sys.modules["requests"] = module
    return {
        "ak_create_event": own.expr_event_create,
        "ak_send_email": own.expr_send_email,
        "ak_create_jwt": own.expr_create_jwt,
        "ak_create_jwt_raw": own.expr_create_jwt_raw,
        "ak_call_policy": own.expr_func_call_policy,
        "resolve_dns": own.expr_resolve_dns,
        "reverse_dns": own.expr_reverse_dns,
        "define_attribute": define_attribute,
        "delete_none_values": delete_none_values,
        "requests": session,
    }

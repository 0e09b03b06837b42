"""Stand-ins for authentik's objects, made from spec/bindings.toml, with what the documented cases need of Django."""

import datetime
import ipaddress
import json
import re
import sys
import types
import unicodedata
import uuid
import urllib.parse
import xml.etree.ElementTree
from pathlib import Path

import stand_writes

BINDINGS = Path(__file__).resolve().parents[2] / "spec/bindings.toml"


class Unset(BaseException):
    """A field was read that the request does not give and that has no honest value."""


class ObjectDoesNotExist(Exception):
    pass


class FieldError(Exception):
    pass


class MultiValueDictKeyError(KeyError):
    pass


class Object:
    """What all objects share: fields, given or not."""

    def __init__(self, world, given):
        self.__dict__["_world"], self.__dict__["_given"] = world, given

    def __getattr__(self, name):
        decl = type(self)._decl
        name = decl["aliases"].get(name, name)
        field = decl["fields"].get(name)
        if field is None and decl["dynamic"] and name in self._given:
            return self._given[name]
        if field is None or field.get("hidden"):
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        if name not in self._given:
            self._given[name] = self._missing(name, field)
        value = self._given[name]
        if match := re.fullmatch(r"relation\[@?(.*)\]", field["type"]):
            return ManyRelatedManager(value, self, name, match[1])
        if "write" in field and isinstance(value, (dict, list)) and "pk" in decl["fields"]:
            stand_writes.remember(self)
        return value

    def __setattr__(self, name, value):
        stand_writes.assign(self, name, value)
        self.__dict__.setdefault("_replaced", set()).add(name)

    def __repr__(self):
        if type(self)._decl["repr"] == "model":
            return f"<{type(self).__name__}: {self}>"
        return object.__repr__(self)

    def _missing(self, name, field):
        if "default" in field:
            return type(field["default"])(field["default"])
        if "new" in field:
            return self._world.make(field["new"], {})
        if "compute" in field:
            return COMPUTE[field["compute"]](self, name)
        if field.get("absent"):
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        if field["type"].endswith("?"):
            return None
        raise Unset(name)

    def __str__(self):
        forms = type(self)._decl["str"]
        for form in [{"text": forms}] if isinstance(forms, str) else forms:
            if all(getattr(self, name) for name in form.get("if", [])):
                return re.sub(r"\{([^}]*)\}", self._part, form["text"])
        return repr(self)

    def _part(self, match):
        for name in match[1].split("|"):
            value = getattr(self, name)
            if value:
                break
        return str(value)

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        for name in type(self)._decl["key"]:
            mine, theirs = self._given.get(name), other._given.get(name)
            if mine is not None and theirs is not None:
                return mine == theirs
        return self is other

    def __hash__(self):
        return hash(type(self).__name__)


def matches(item, name, value):
    """One condition of a query."""
    path, lookup = name.split("__"), "exact"
    if path[-1] in LOOKUPS and len(path) > 1:
        lookup = path.pop()
    found = item
    for position, step in enumerate(path):
        if isinstance(found, Object):
            decl = type(found)._decl
            if decl["aliases"].get(step, step) not in decl["fields"]:
                raise FieldError(f"Cannot resolve keyword '{step}' into field.")
            found = getattr(found, step)
        elif isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, (QuerySet, ManyRelatedManager)):
            rest = "__".join([*path[position:], lookup])
            return any(matches(each, rest, value) for each in found.all())
    return LOOKUPS[lookup](found, value)


LOOKUPS = {
    "exact": lambda found, value: found is not None and found == value,
    "iexact": lambda found, value: found is not None and found.lower() == value.lower(),
    "startswith": lambda found, value: found is not None and found.startswith(value),
    "endswith": lambda found, value: found is not None and found.endswith(value),
    "in": lambda found, value: found in value,
    "isnull": lambda found, value: (found is None) == value,
}


class QuerySet:
    def __init__(self, items):
        self._items = list(items)

    def __iter__(self):
        return iter(self._items)

    def __len__(self):
        return len(self._items)

    def all(self):
        return self

    def filter(self, **conditions):
        return QuerySet([item for item in self._items if all(matches(item, *each) for each in conditions.items())])

    def exclude(self, **conditions):
        return QuerySet([item for item in self._items if not all(matches(item, *each) for each in conditions.items())])

    update, delete = stand_writes.update, stand_writes.delete_all

    def order_by(self, name):
        return QuerySet(sorted(self._items, key=lambda item: getattr(item, name)))

    def exists(self):
        return bool(self._items)

    def count(self):
        return len(self._items)

    def first(self):
        in_order = sorted(self._items, key=lambda item: item._given.get("pk") or 0)
        return in_order[0] if in_order else None


class ManyRelatedManager:
    """Not iterable, as in Django."""

    def __init__(self, items, owner, name, model):
        self._items, self._owner, self._name, self._model = items, owner, name, model

    def add(self, *others):
        stand_writes.relate(self._owner, self._name, "add", self._model, others)

    def remove(self, *others):
        stand_writes.relate(self._owner, self._name, "remove", self._model, others)

    def set(self, others):
        stand_writes.relate(self._owner, self._name, "set", self._model, list(others))

    def clear(self):
        stand_writes.relate(self._owner, self._name, "clear", self._model, [])

    def __getattr__(self, name):
        return getattr(QuerySet(self._items), name)


class Manager:
    def __init__(self, world, cls):
        self._world, self._class = world, cls

    def get(self, **conditions):
        found = list(self.filter(**conditions))
        name = self._class.__name__
        if not found:
            raise self._class.DoesNotExist(f"{name} matching query does not exist.")
        if len(found) > 1:
            raise self._class.MultipleObjectsReturned(f"get() returned more than one {name} -- it returned {len(found)}!")
        return found[0]

    def filter(self, **conditions):
        fields = self._class._decl["fields"] | self._class._decl["aliases"]
        for name in conditions:
            if name.split("__")[0] not in fields:
                raise FieldError(f"Cannot resolve keyword '{name}' into field.")
        return QuerySet(self._world.objects(self._class)).filter(**conditions)

    def exclude(self, **conditions):
        return QuerySet(self._world.objects(self._class)).exclude(**conditions)

    def all(self):
        return QuerySet(self._world.objects(self._class))

    first = property(lambda self: self.all().first)
    get_or_create = stand_writes.get_or_create


def ancestors(world, groups):
    """Groups with all groups they belong to, each once."""
    found, waiting = [], list(groups)
    while waiting:
        group = world.known_group(waiting.pop(0))
        if group not in found:
            found.append(group)
            waiting += group._given.get("parents", [])
    return found


def merged(base, more):
    """deepmerge's always_merger."""
    for key, value in more.items():
        if isinstance(base.get(key), dict) and isinstance(value, dict):
            merged(base[key], value)
        elif isinstance(base.get(key), list) and isinstance(value, list):
            base[key] = base[key] + value
        else:
            base[key] = value
    return base


def group_attributes(self, request=None):
    result = {}
    for group in sorted(ancestors(self._world, self._given.get("groups", [])), key=lambda group: group.name):
        merged(result, json.loads(json.dumps(group.attributes)))
    return merged(result, self.attributes)


class QueryDictMethods:
    def _last(self, key):
        value = self._given.setdefault("data", {})[key]
        return value[-1] if isinstance(value, list) else value

    def __getitem__(self, key):
        try:
            return self._last(key)
        except KeyError:
            raise MultiValueDictKeyError(key) from None

    def __contains__(self, key):
        return key in self._given.get("data", {})

    def get(self, key, default=None):
        return self._last(key) if key in self else default

    def getlist(self, key, default=None):
        value = self._given.get("data", {}).get(key, default or [])
        return value if isinstance(value, list) else [value]

    def keys(self):
        return self._given["data"].keys()

    def dict(self):
        return {key: self._last(key) for key in self.keys()}

    def items(self):
        return self.dict().items()

    def urlencode(self):
        return urllib.parse.urlencode([(key, value) for key in self.keys() for value in self.getlist(key)])


class SessionMethods:
    def __getitem__(self, key):
        return self._given.setdefault("data", {})[key]

    def get(self, key, default=None):
        return self._given.get("data", {}).get(key, default)

    def __setitem__(self, key, value):
        self._given.setdefault("data", {})[key] = value

    def __contains__(self, key):
        return key in self._given.get("data", {})

    def setdefault(self, key, value):
        return self._given.setdefault("data", {}).setdefault(key, value)

    def pop(self, key, *default):
        return self._given.setdefault("data", {}).pop(key, *default)


class HttpRequestMethods:
    def get_full_path(self, force_append_slash=False):
        path = self.path + ("/" if force_append_slash and not self.path.endswith("/") else "")
        query = self.META.get("QUERY_STRING", "")
        return f"{path}?{query}" if query else path

    def get_host(self):
        return self.META["HTTP_HOST"]

    def get_port(self):
        return self.META["SERVER_PORT"]

    def is_secure(self):
        return self.scheme == "https"

    def build_absolute_uri(self, location=None):
        here = f"{self.scheme}://{self.get_host()}{self.get_full_path()}"
        return here if location is None else urllib.parse.urljoin(here, location)


class HeadersMethods:
    """Of an HTTP request: by any case."""

    def _data(self):
        return {name.lower(): value for name, value in self._given.get("data", {}).items()}

    def __getitem__(self, name):
        return self._data()[name.lower()]

    def __contains__(self, name):
        return name.lower() in self._data()

    def get(self, name, default=None):
        return self._data().get(name.lower(), default)


class UserMethods:
    def get_username(self):
        return self.username

    def all_roles(self):
        groups = ancestors(self._world, self._given.get("groups", []))
        found = list(self._given.get("roles", []))
        found += [role for group in groups for role in group._given.get("roles", []) if role not in found]
        return QuerySet(found)

    def app_entitlements(self, app):
        if not app:
            return []
        return QuerySet(sorted(self._given.get("entitlements", []), key=lambda entitlement: entitlement.name))

    def app_entitlements_attributes(self, app):
        result = {}
        if not app:
            self.app_entitlements(app).values_list("attributes", flat=True)
        for entitlement in self.app_entitlements(app):
            merged(result, json.loads(json.dumps(entitlement.attributes)))
        return result

    def check_password(self, raw_password):
        return raw_password is not None and self._world.script.call("directory.check_password", password=raw_password)

    def refresh_from_db(self):
        self._given.update(self.__dict__.get("_before", {}))

    def has_usable_password(self):
        return not self.password.startswith("!")

    def locale(self, request=None):
        if request is not None and hasattr(request, "LANGUAGE_CODE"):
            return request.LANGUAGE_CODE
        return self.attributes.get("settings", {}).get("locale", "")

    save, delete, set_password = stand_writes.save, stand_writes.delete, stand_writes.set_password


class ApplicationMethods:
    def get_provider(self):
        return self.provider

    def get_launch_url(self, user=None):
        url = self.meta_launch_url
        try:
            return url % {"username": user.username} if user else url
        except (ValueError, KeyError, TypeError):
            return url


class ElementMethods:
    """Over the library's own elements."""

    def _real(self):
        made = xml.etree.ElementTree.Element(self.tag, self.attrib)
        made.text = self.text
        real = {made: self}
        for child in self._given.get("children", []):
            inner, known = child._real()
            made.append(inner)
            real |= known
        return made, real

    def find(self, path, namespaces=None):
        made, real = self._real()
        found = made.find(path, namespaces)
        return None if found is None else real[found]

    def findall(self, path, namespaces=None):
        made, real = self._real()
        return [real[found] for found in made.findall(path, namespaces)]

    def findtext(self, path, default=None, namespaces=None):
        return self._real()[0].findtext(path, default, namespaces)

    def get(self, key, default=None):
        return self.attrib.get(key, default)

    def __len__(self):
        return len(self._given.get("children", []))

    def __iter__(self):
        return iter(self._given.get("children", []))


class PacketMethods:
    def __getitem__(self, name):
        return self._given["data"][name]

    def __setitem__(self, name, value):
        self._given["data"][name] = value
        self._world.effects.append({"kind": "context.set", "path": ["packet", name], "value": value})

    def __contains__(self, name):
        return name in self._given["data"]


def insert_stage(self, stage, marker=None, index=1):
    self._world.effects.append({"kind": "flow.insert", "index": index})


def redirect(self, destination):
    self._world.effects.append({"kind": "flow.redirect", "destination": destination})


redirect.__qualname__ = "FlowPlan.redirect"

def own(cls):
    return {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__", "__module__", "__doc__")}


METHODS = {
    "Model": {"save": stand_writes.save, "delete": stand_writes.delete},
    "Application": own(ApplicationMethods),
    "Element": own(ElementMethods),
    "Headers": own(HeadersMethods),
    "HttpRequest": own(HttpRequestMethods),
    "PolicyRequest": {"set_http_request": lambda self, request: self._given.update(http_request=request)},
    "RadiusPacket": own(PacketMethods),
    "Source": {"get_user_path": lambda self: self.user_path_template % {"slug": self.slug}},
    "User": own(UserMethods)
    | {
        "all_groups": lambda self: QuerySet(ancestors(self._world, self._given.get("groups", []))),
        "group_attributes": group_attributes,
    },
    "Group": {
        "all_roles": lambda self: QuerySet([role for group in ancestors(self._world, [self]) for role in group._given.get("roles", [])]),
        "is_member": lambda self, user: self in ancestors(self._world, user._given.get("groups", [])),
    },
    "FlowPlan": {
        "redirect": redirect,
        "insert_stage": insert_stage,
        "append_stage": lambda self, stage, marker=None: insert_stage(self, stage, index=None),
    },
    "OAuthClient": {"do_request": lambda self, *args, **kwargs: do_request(self, *args, **kwargs)},
    "QueryDict": vars(QueryDictMethods),
    "Session": vars(SessionMethods),
}


def client_ip(request, _):
    meta = request.META
    address = meta.get("HTTP_X_FORWARDED_FOR", "").split(",")[0] or meta.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(address.strip()))
    except ValueError:
        return "255.255.255.255"


def expired(item, _):
    if not item.expiring or item.expires is None:
        return False
    now = item._world.script.call("clock.now")
    return datetime.datetime.fromtimestamp(now / 10**9, datetime.UTC) > item.expires


def do_request(client, method, url, token=None, **kwargs):
    """With the user's token, as authentik's clients of OAuth sources ask."""
    headers = {"Authorization": f"Bearer {token['access_token']}"} if token else {}
    return client._world.session.request(method, url, headers=headers, **kwargs)


COMPUTE = {
    "expired": expired,
    "superuser": lambda self, _: any(group.is_superuser for group in self.all_groups()),
    "actor": lambda self, _: self._world.request_made.user,
    "owner": lambda self, _: self._world.request_made.user,
    "client_ip": client_ip,
    "should_cache": lambda self, _: self.user.is_authenticated and not self.debug,
    "stages_left": lambda self, _: bool(self.bindings),
    "locale": lambda self, _: self.attributes.get("settings", {}).get("locale", ""),
    "related_pk": lambda self, name: getattr(self, name.removesuffix("_id")).pk,
}


def scalar(kind, value):
    return {
        "datetime": datetime.datetime.fromisoformat,
        "date": datetime.date.fromisoformat,
        "time": datetime.time.fromisoformat,
        "timedelta": lambda seconds: datetime.timedelta(seconds=seconds),
        "uuid": uuid.UUID,
        "ip": ipaddress.ip_address,
        "set": set,
        "tuple": tuple,
        "dict": dict,
    }[kind](value)


def number(release):
    """A release as what can be compared."""
    return [int(part) for part in release.split(".")]


class World:
    """The objects of one case."""

    def __init__(self, case):
        import tomllib

        self.bindings = tomllib.loads(BINDINGS.read_text())
        self.release = number(case.get("release", self.bindings["releases"]["default"]))
        self._forget()
        self.touched = []
        self.effects, self.classes, self.has_user, self.request_made = [], {}, False, None
        for name, decl in self.bindings["class"].items():
            self.classes[name] = self._class(name, decl)
        for name, cls in self.classes.items():
            module = self.bindings["class"][name]["module"]
            for end in range(len(module.split(".")), 0, -1):
                path = ".".join(module.split(".")[:end])
                if path.startswith("authentik"):
                    sys.modules[path] = types.ModuleType(path)
                    sys.modules[path].__path__ = []
        for name, cls in self.classes.items():
            module = self.bindings["class"][name]["module"]
            if module.startswith("authentik"):
                setattr(sys.modules[module], name, cls)
        importable(self)
        self.directory = {"users": [], "groups": [], "devices": [], "objects": []}
        if "directory" in case:
            shape = self.bindings["shape"]["Directory"]["field"]
            for key, value in json.loads(case["directory"]).items():
                self.directory[key] = self.read(shape[key]["type"], value)

    def _forget(self):
        """Leave out what the release does not have. The older name of a field may be there before the newer one."""
        kept = lambda rows: {name: row for name, row in rows.items() if not isinstance(row, dict) or self.has(row)}
        for name in [name for name in sys.modules if name.split(".")[0] == "authentik"]:
            del sys.modules[name]
        self.bindings["class"] = kept(self.bindings["class"])
        for decl in self.bindings["class"].values():
            fields = decl.get("field", {})
            aliases = kept(decl.get("alias", {}))
            for alias, at in list(aliases.items()):
                field = at if isinstance(at, str) else at["field"]
                if field in fields and not self.has(fields[field]):
                    decl["field"][alias] = {key: value for key, value in fields[field].items() if key != "since"}
                    del aliases[alias]
            decl["field"], decl["alias"] = kept(fields), aliases

    def has(self, row):
        """Whether a row is of the release."""
        return number(row.get("since", "0.0")) <= self.release < number(row.get("until", "9999.0"))

    def _class(self, name, decl):
        base = self.classes[decl["bases"][0]] if decl.get("bases") else Object
        above = getattr(base, "_decl", {"fields": {}, "aliases": {}, "str": "", "key": []})
        aliases = {alias: at if isinstance(at, str) else at["field"] for alias, at in decl.get("alias", {}).items()}
        space = dict(METHODS.get(name, {}))
        space.pop("__dict__", None), space.pop("__weakref__", None)
        space["_decl"] = {
            "fields": above["fields"] | decl.get("field", {}),
            "aliases": above["aliases"] | aliases,
            "str": decl.get("str", above["str"]),
            "repr": decl.get("repr", above.get("repr", "")),
            "dynamic": decl.get("dynamic", above.get("dynamic", False)),
            "key": decl.get("key", above["key"]),
        }
        cls = type(name, (base,), space)
        cls.DoesNotExist = type("DoesNotExist", (ObjectDoesNotExist,), {})
        cls.MultipleObjectsReturned = type("MultipleObjectsReturned", (Exception,), {})
        cls.objects = Manager(self, cls)
        return cls

    def surface(self, name):
        """A surface with everything it extends."""
        decl = self.bindings["surface"][name]
        above = self.surface(decl["extends"]) if "extends" in decl else {"name": {}, "helpers": []}
        whole = above | decl
        whole["name"] = above["name"] | decl.get("name", {})
        whole["helpers"] = above["helpers"] + decl.get("helpers", [])
        return whole

    def objects(self, cls):
        """All objects of a class in the directory."""
        everything = [item for items in self.directory.values() for item in items]
        return [item for item in everything if isinstance(item, cls)]

    def known_group(self, group):
        """The directory's group of the same name, which knows its ancestors."""
        known = [each for each in self.directory["groups"] if each.name == group.name]
        return known[0] if known and "parents" not in group._given else group

    def make(self, name, given):
        return self.classes[name](self, given)

    def request(self, given, surface):
        self.has_user = "user" in given
        if not self.has_user and self.bindings["result"][surface["result"]]["outcome"] != "policy":
            given["user"] = {"$type": "User"}
        context, obj = given.pop("context", {}), given.pop("obj", None)
        request = self.read("PolicyRequest", given)
        request._given["context"] = self.read(surface["context"], context)
        request._given["obj"] = None if obj is None else self.read(surface["obj"], obj)
        self.request_made = request
        return request

    def fields_of(self, name):
        if name in self.classes:
            return self.classes[name]._decl["fields"]
        decl, fields = self.bindings["shape"][name], {}
        for base in decl.get("bases", []):
            fields |= self.fields_of(base)
        return fields | decl.get("field", {})

    def read(self, ty, value):
        """JSON as a value of a declared type."""
        if value is None:
            return None
        ty = ty.removesuffix("?")
        if " | " in ty:
            ty = ty.split(" | ")[0]
        if match := re.fullmatch(r"(list|set|tuple|relation)(?:\[(.*)\])?", ty):
            items = [self.read(match[2] or "json", item) for item in value]
            return {"set": set, "tuple": tuple}.get(match[1], list)(items)
        if match := re.fullmatch(r"dict\[(.*)\]", ty):
            return {key: self.read(match[1], item) if isinstance(item, dict) else item for key, item in value.items()}
        name = ty.removeprefix("@")
        if isinstance(value, str) and name in self.classes:
            known = [user for user in self.directory["users"] if name == "User" and user.username == value]
            if known:
                return known[0]
            return self.make(name, {self.bindings["class"][name]["short"]: value})
        if isinstance(value, dict) and name in self.classes:
            return self.read_object(name, value)
        if name in self.bindings["shape"]:
            fields = self.fields_of(name)
            return {key: self.read(fields.get(key, {"type": "json"})["type"], item) for key, item in value.items()}
        if name in ("datetime", "date", "time", "uuid", "ip"):
            return scalar(name, value)
        return self.read_json(value)

    def read_object(self, name, given):
        decl = self.bindings["class"][name]
        if "mapping" in decl:
            return self.make(name, {decl["mapping"]: given})
        tag = given.get("$type")
        if tag is None and decl.get("abstract"):
            tag = given[decl["tag"]]
            words = {each: name for name, decl in self.bindings["class"].items() if (each := decl.get("kind"))}
            given = {key: value for key, value in given.items() if key != decl["tag"]}
            tag = words.get(tag, tag)
        name = tag or name
        fields, aliases = self.classes[name]._decl["fields"], self.classes[name]._decl["aliases"]
        found = {}
        for key, value in given.items():
            if key != "$type":
                key = aliases.get(key, key)
                found[key] = self.read(fields[key]["type"], value) if key in fields else self.read_json(value)
        return self.make(name, found)

    def read_json(self, value):
        if isinstance(value, list):
            return [self.read_json(item) for item in value]
        if not isinstance(value, dict):
            return value
        if next(iter(value), None) == "$type":
            kind = value["$type"]
            return self.read_object(kind, value) if kind in self.classes else scalar(kind, value["value"])
        return {key: self.read_json(item) for key, item in value.items()}


def helpers(world):
    """The helper functions, as authentik has them."""

    class BaseEvaluator:
        @staticmethod
        def expr_regex_match(value, regex):
            return re.search(regex, value) is not None

        @staticmethod
        def expr_regex_replace(value, regex, repl):
            return re.sub(regex, repl, value)

        @staticmethod
        def expr_flatten(value):
            if isinstance(value, list):
                return value[0] if value else None
            return value

        @staticmethod
        def expr_obj_attr(obj, key, fallback=None):
            if key in obj.attributes:
                return obj.attributes[key]
            known = isinstance(fallback, str) and fallback in type(obj)._decl["fields"]
            return getattr(obj, fallback) if known else fallback

        @staticmethod
        def expr_is_group_member(user, **filters):
            return user.all_groups().filter(**filters).exists()

        @staticmethod
        def expr_user_by(**filters):
            try:
                return world.classes["User"].objects.filter(**filters).first()
            except FieldError:
                return None

        @staticmethod
        def expr_func_user_has_authenticator(user, device_type=None):
            if user.is_anonymous:
                return False
            own = [device for device in world.directory["devices"] if device.user.username == user.username]
            own = [device for device in own if device.confirmed]
            kinds = [type(device).__name__.lower().replace("device", "") for device in own]
            return device_type in kinds if device_type else bool(kinds)

    return {
        "regex_match": BaseEvaluator.expr_regex_match,
        "regex_replace": BaseEvaluator.expr_regex_replace,
        "list_flatten": BaseEvaluator.expr_flatten,
        "ak_obj_attr": BaseEvaluator.expr_obj_attr,
        "ak_is_group_member": BaseEvaluator.expr_is_group_member,
        "ak_user_by": BaseEvaluator.expr_user_by,
        "ak_user_has_authenticator": BaseEvaluator.expr_func_user_has_authenticator,
        "ip_address": ipaddress.ip_address,
        "ip_network": ipaddress.ip_network,
        "slugify": slugify,
    }


def slugify(value, allow_unicode=False):
    value = str(value)
    if allow_unicode:
        value = unicodedata.normalize("NFKC", value)
    else:
        value = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode("ascii")
    value = re.sub(r"[^\w\s-]", "", value.lower())
    return re.sub(r"[-\s]+", "-", value).strip("-_")


def importable(world):
    """What is imported from Django, and authentik's choices; `slugify` is the helper."""
    import html
    import urllib.parse

    def module(name, **members):
        made = sys.modules[name] = types.ModuleType(name)
        vars(made).update(members)
        above, _, last = name.rpartition(".")
        if above in sys.modules:
            setattr(sys.modules[above], last, made)

    def gettext(message):
        return message.replace("\r\n", "\n").replace("\r", "\n")

    def query_dict(query_string=None, mutable=False, encoding=None):
        data, encoding = {}, encoding or "utf-8"
        query_string = query_string or ""
        if isinstance(query_string, bytes):
            try:
                query_string = query_string.decode(encoding)
            except UnicodeDecodeError:
                query_string = query_string.decode("iso-8859-1")
        for key, value in urllib.parse.parse_qsl(query_string, keep_blank_values=True, encoding=encoding):
            data.setdefault(key, []).append(value)
        return world.classes["QueryDict"](world, {"data": data})

    class UserTypes:
        INTERNAL, EXTERNAL = "internal", "external"
        SERVICE_ACCOUNT, INTERNAL_SERVICE_ACCOUNT = "service_account", "internal_service_account"

    class FlowAuthenticationRequirement:
        NONE, REQUIRE_AUTHENTICATED, REQUIRE_OUTPOST = "none", "require_authenticated", "require_outpost"

    module("django")
    module("django.core")
    module("django.core.exceptions", ValidationError=type("ValidationError", (Exception,), {}))
    module("django.http", QueryDict=query_dict)
    module("django.utils")
    module("django.utils.html", escape=lambda text: html.escape(str(text)))
    module("django.utils.text", slugify=slugify)
    module(
        "django.utils.translation",
        gettext=gettext,
        gettext_lazy=gettext,
        pgettext=lambda context, message: gettext(message),
        ngettext=lambda singular, plural, number: singular if number == 1 else plural,
    )
    module(
        "django.utils.timezone",
        now=lambda: datetime.datetime.now(datetime.timezone.utc),
        is_aware=lambda value: value.utcoffset() is not None,
        is_naive=lambda value: value.utcoffset() is None,
        datetime=datetime.datetime,
        timedelta=datetime.timedelta,
        timezone=datetime.timezone,
    )
    core = sys.modules["authentik.core.models"]
    core.UserTypes = UserTypes
    for what in ("email", "name", "username"):
        setattr(core, f"USER_ATTRIBUTE_CHANGE_{what.upper()}", f"goauthentik.io/user/can-change-{what}")
    core.USER_PATH_SERVICE_ACCOUNT = "goauthentik.io/service-accounts"
    sys.modules["authentik.flows.models"].FlowAuthenticationRequirement = FlowAuthenticationRequirement

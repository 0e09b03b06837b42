"""Asks CPython what the documented cases come to, over stand-ins for authentik's objects.

    python3.13 conformance/oracle/documented.py [FILE.toml …]

The stand-ins are made from spec/bindings.toml; the expression is wrapped and run the way authentik does it. What only an
engine can say (that a capability is not granted) is not asked. Prints every case that comes to something else than it says.
"""

import copy
import ipaddress
import json
import re
import sys
import textwrap
import tomllib
from pathlib import Path

import stand_hosts
import stand_ins
import stand_writes
from stand_ins import Unset, World

ROOT = Path(__file__).resolve().parents[2]


class PolicyEvaluator:
    """Named as in authentik, because the name stands in messages about arguments."""

    def __init__(self):
        self.messages = []

    def expr_func_message(self, message):
        self.messages.append(message)


class Logger:
    def __init__(self):
        self.lines = []

    def _log(level):
        def log(self, event=None, *args, **attributes):
            line = {"level": level, "event": event % args if args else event}
            if attributes:
                line["attributes"] = attributes
            self.lines.append(line)

        return log

    debug, info, warning = _log("debug"), _log("info"), _log("warning")
    error, critical, exception = _log("error"), _log("critical"), _log("error")


class SkipObjectException(Exception):
    pass


def settings(case, file):
    """A case with what its file says for all of them."""
    return {**{key: value for key, value in file.items() if key != "case"}, **case}


def names_in_scope(world, surface, request):
    """The names of the surface that are there, in order."""
    http_request = request.http_request
    event = request.obj if type(request.obj).__name__ == "Event" else None
    names = {}
    for name, decl in surface["name"].items():
        when = decl.get("when", "always")
        if when == "http_request" and not http_request:
            continue
        if when == "client_ip" and not http_request and event is None:
            continue
        if when == "user" and not world.has_user:
            continue
        source = decl["value"]
        if source.startswith("context."):
            key = source.removeprefix("context.")
            if when == "given" and key not in request.context:
                continue
            names[name] = request.context.get(key)
        elif source == "client_ip":
            address = event.client_ip or "255.255.255.255" if event is not None else http_request.client_ip
            names[name] = ipaddress.ip_address(address)
        elif name == "ak_is_sso_flow":
            names[name] = request.context.get("is_sso", False)
        else:
            names[name] = {
                "request": request,
                "context": request.context,
                "http_request": http_request,
                "user": request.user,
                "compute": world.make("OAuthClient", {}),
            }[source]
    return names


def plain(value):
    """A value of an effect or message as the case can write it."""
    return value


def differences(kind, before, after, path, done):
    """The writes that lead from one state of a dict to another."""
    effects = []
    for key in before:
        if key not in after:
            effects.append({"kind": f"{kind}.delete", "path": [*path, key]})
    for key, value in after.items():
        here = [*path, key]
        if key not in before:
            effects.append({"kind": f"{kind}.set", "path": here, "value": value})
        elif id(value) in done:
            continue
        elif isinstance(value, dict) and isinstance(before[key], Snapshot) and before[key].of is value:
            effects += differences(kind, before[key], value, here, done)
        elif isinstance(before[key], Snapshot) or before[key] is not value and before[key] != value:
            effects.append({"kind": f"{kind}.set", "path": here, "value": value})
    return effects


class Snapshot(dict):
    """What a dict held when the evaluation began, and which dict that was."""

    def __init__(self, of):
        self.of = of
        for key, value in of.items():
            if isinstance(value, dict):
                self[key] = Snapshot(value)
            else:
                self[key] = copy.copy(value) if isinstance(value, list) else value


def containers(value):
    """The dicts in a dict, itself first."""
    yield id(value)
    for item in value.values():
        if isinstance(item, dict):
            yield from containers(item)


def is_in_scope(world, surface, name):
    """Whether a surface has a helper in the release of a case."""
    return name in surface["helpers"] and world.has(world.bindings["helper"].get(name, {}))


def called(case, world, request, name, more):
    """What another policy comes to: over a copy of the request, so that only its events and mails are left. Before 2026.8 what it is given stays."""
    if world.release < [2026, 8]:
        request.context.update(more)
    context = copy.deepcopy(request.context)
    inner = {**case, "source": case["policies"][name], "app": name}
    found = evaluate(inner, context={**context, **more})
    world.effects += [effect for effect in found["effects"] if effect["kind"] in ("event.create", "mail.send")]
    if "exception" in found:
        return stand_hosts.PolicyResult(False, found["exception"]["message"])
    result = stand_hosts.PolicyResult(found["outcome"] == "pass", *found["messages"])
    result.raw_result = found["raw"]
    return result


def evaluate(case, context=None):
    """What a case comes to; with another context, if one is given."""
    world = World(case)
    surface = world.surface(case["surface"])
    request = world.request(json.loads(case["request"]), surface)
    if context is not None:
        request._given["context"] = context
    plan = request.context.get("flow_plan")
    roots = []
    if plan is not None:
        if surface.get("shares"):
            for key, value in plan.context.items():
                request.context.setdefault(key, value)
        roots.append(("flow", plan.context, Snapshot(plan.context)))
    prompt = request.context.get("prompt_data")
    if isinstance(prompt, dict) and (plan is None or prompt is not plan.context.get("prompt_data")):
        roots.append(("prompt", prompt, Snapshot(prompt)))
    http_request = request._given.get("http_request")
    if http_request is not None and "data" in http_request._given.get("session", http_request)._given:
        data = http_request.session._given["data"]
        roots.append(("session", data, Snapshot(data)))
    roots.append(("context", request.context, Snapshot(request.context)))

    evaluator, logger = PolicyEvaluator(), Logger()
    helpers = stand_ins.helpers(world)
    helpers |= stand_hosts.evaluator(
        world, case, lambda name, more: called(case, world, request, name, more), lambda: names_in_scope(world, surface, request)
    )
    helpers |= {"ak_message": evaluator.expr_func_message, "ak_logger": logger, "SkipObject": SkipObjectException}
    helpers = {name: value for name, value in helpers.items() if is_in_scope(world, surface, name)}
    names = names_in_scope(world, surface, request)
    signature = ",".join(names)
    found = {"messages": evaluator.messages, "logs": logger.lines}
    try:
        source = f"def handler({signature}):\n" + textwrap.indent(case["source"], "    ") + f"\nresult = handler({signature})"
        code = compile(source, "policy", "exec")
    except SyntaxError as error:
        return found | {"outcome": "refused", "exception": {"type": type(error).__name__, "message": error.msg}}
    results = dict(names)
    try:
        exec(code, helpers, results)
    except Unset:
        raise
    except SkipObjectException:
        found["outcome"] = "skip"
    except Exception as error:
        found |= {"outcome": "error", "exception": {"type": type(error).__name__, "message": str(error)}}
    else:
        value = results["result"]
        is_policy = world.bindings["result"][surface["result"]]["outcome"] == "policy"
        found["outcome"] = ("pass" if value else "fail") if is_policy else "value"
        found["value"], found["raw"] = repr(value), value
    for item in world.touched:
        stand_writes.written(world, item)
    effects, done = list(world.effects), set()
    for kind, now, before in roots:
        effects += differences(kind, before, now, [], done)
        done |= set(containers(now))
    return found | {"effects": effects}


def agrees(wanted, found):
    """Whether what was found is what is wanted; keys that are not wanted do not matter."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return all(key in found and agrees(value, found[key]) for key, value in wanted.items())
    if isinstance(wanted, list) and isinstance(found, list):
        return len(wanted) == len(found) and all(map(agrees, wanted, found))
    return type(wanted) is type(found) and wanted == found


def main(paths):
    paths = paths or sorted([*(ROOT / "conformance/cases/documented").glob("*.toml"), *(ROOT / "conformance/cases/helpers").glob("*.toml"), *(ROOT / "conformance/cases/tables").glob("*.toml")])
    asked = wrong = left_out = 0
    for path in map(Path, paths):
        file = tomllib.loads(path.read_text())
        for case in file["case"]:
            case = settings(case, file)
            if case["outcome"] in ("refused", "error") and "exception" not in case:
                left_out += 1
                continue
            asked += 1
            try:
                found = evaluate(case)
            except (Unset, NotImplementedError) as error:
                found = {"outcome": f"{type(error).__name__}: {error}"}
            keys = ("outcome", "value", "exception", "messages", "effects", "logs")
            wanted = {key: case[key] for key in keys if key in case}
            if not agrees(wanted, found):
                wrong += 1
                print(f"{path.name}: {case['name']}\n  wanted {wanted}\n  found  {found}")
    print(f"{asked} cases asked, {wrong} come to something else, {left_out} are the engine's alone")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

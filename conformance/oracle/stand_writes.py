"""What stand-ins for objects do when they are written to: fields, relations, the session; with the effects that must come out."""

import copy

USER_LIKE = ("pk", "username", "email")


def identity(world, item):
    """What says which object it is, as it was given."""
    before = item.__dict__.get("_before", item._given)
    name = type(item).__name__
    if name == "User":
        return {key: before.get(key, "" if key == "email" else None) for key in USER_LIKE}
    decl = world.bindings["class"][name]
    pk = before.get("pk")
    return {"app": decl.get("app"), "model_name": name.lower(), "pk": pk, "name": before.get(decl.get("short", "name"))}


def reference(world, item):
    return identity(world, item) if hasattr(item, "_given") else item


def remember(item):
    """Keep what an object was before it is read in a way that allows writing."""
    if "_before" not in item.__dict__:
        item.__dict__["_before"] = copy.deepcopy({key: value for key, value in item._given.items() if isinstance(value, (dict, list, str, int, bool, type(None))) and key not in ("groups", "devices")})
        item._world.touched.append(item)


def assign(item, name, value):
    """`item.name = value`."""
    decl = type(item)._decl
    field = decl["fields"].get(decl["aliases"].get(name, name), {})
    if field.get("type", "").startswith("relation"):
        raise TypeError(
            f"Direct assignment to the forward side of a many-to-many set is prohibited. Use {name}.set() instead."
        )
    if "write" not in field:
        raise AttributeError(f"'{type(item).__name__}' object attribute '{name}' is read-only")
    remember(item)
    item._given[decl["aliases"].get(name, name)] = value


def inside(before, after, path):
    """Paths that hold something else, and what; `None` for what is gone."""
    for key in before:
        if key not in after:
            yield [*path, key], None, True
    for key, value in after.items():
        if key in before and isinstance(value, dict) and isinstance(before[key], dict):
            yield from inside(before[key], value, [*path, key])
        elif key not in before or before[key] != value:
            yield [*path, key], value, False


def written(world, item):
    """Effects for what was written to an object since it was last looked at."""
    name = "user" if type(item).__name__ == "User" else "object"
    before, who = item.__dict__["_before"], identity(world, item)
    for field, decl in type(item)._decl["fields"].items():
        if "write" not in decl or field not in item._given or decl["type"].startswith("relation"):
            continue
        now, was = item._given[field], before.get(field, decl.get("default"))
        replaced = field in item.__dict__.get("_replaced", ())
        if isinstance(now, dict) and isinstance(was, dict) and not replaced:
            changes = list(inside(was, now, [field]))
        else:
            changes = [([field], now, False)] if now != was else []
        for path, value, gone in changes:
            kind = f"{name}.unset" if gone else f"{name}.set"
            effect = {"kind": kind, name: who, "path": path}
            if not gone:
                effect["value"] = copy.deepcopy(value)
            said = [each for each in world.effects if each.get(name) == who and each.get("path") == path]
            if not said or said[-1] != effect:
                world.effects.append(effect)


def save(item, force_insert=False, force_update=False, using=None, update_fields=None):
    remember(item)
    written(item._world, item)
    name = "user" if type(item).__name__ == "User" else "object"
    item._world.effects.append({"kind": f"{name}.save", name: identity(item._world, item), "fields": update_fields})


def delete(item):
    name = "user" if type(item).__name__ == "User" else "object"
    item._world.effects.append({"kind": f"{name}.delete", name: identity(item._world, item)})
    return 1, {label(item._world, type(item)): 1}


def label(world, cls):
    return f"{world.bindings['class'][cls.__name__]['app']}.{cls.__name__}"


def set_password(user, raw_password):
    user._world.effects.append({"kind": "user.password", "user": identity(user._world, user), "password": raw_password})


def relate(owner, name, change, model, others):
    world = owner._world
    for other in others:
        if hasattr(other, "_given") and type(other).__name__ != model:
            raise TypeError(f"'{model}' instance expected, got <{type(other).__name__}: {other}>")
    objects = [reference(world, other) for other in others]
    if type(owner).__name__ == "User" and name == "groups":
        world.effects.append({"kind": "user.groups", "user": identity(world, owner), "change": change, "groups": objects})
    else:
        world.effects.append({"kind": "object.relation", "object": identity(world, owner), "relation": name, "change": change, "objects": objects})


def get_or_create(manager, defaults=None, **conditions):
    try:
        return manager.get(**conditions), False
    except manager._class.DoesNotExist:
        world, values = manager._world, {**conditions, **(defaults or {})}
        world.effects.append({"kind": "object.create", "model": label(world, manager._class), "values": values})
        return world.make(manager._class.__name__, dict(values)), True


def update(query, **values):
    items = list(query)
    world = items[0]._world
    keys = [item.pk for item in items]
    world.effects.append({"kind": "object.update", "model": label(world, type(items[0])), "keys": keys, "values": values})
    return len(items)


def delete_all(query):
    items = list(query)
    for item in items:
        delete(item)
    return len(items), {label(items[0]._world, type(items[0])): len(items)}

#!/usr/bin/env python3.13
"""Write down what the modules of CPython 3.13 have, for the test behind spec/modules.md.

    python3.13 conformance/oracle/module_names.py MODULE…
    python3.13 conformance/oracle/module_names.py       # the modules that are there already

Names are those of `__all__`, or else all public ones that are no modules; types come with their public attributes.
"""

import importlib
import json
import pathlib
import sys
import types

DATA = pathlib.Path(__file__).resolve().parents[2] / "crates" / "modules" / "tests" / "data" / "names.json"


def public(names):
    return sorted(name for name in names if not name.startswith("_"))


def is_own(module, value):
    """Whether it is no module, and not imported from another one."""
    own = (module.__name__, "_" + module.__name__)
    return not isinstance(value, types.ModuleType) and getattr(value, "__module__", own[0]) in own


def names_of(module):
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return public(listed)
    return [name for name in public(dir(module)) if is_own(module, getattr(module, name))]


def attributes_of(cls):
    inherited = {int, str, dict, tuple, list, float, object, BaseException, Exception}
    found = set()
    for base in cls.__mro__:
        if base not in inherited and base.__module__ not in ("builtins", "typing", "abc", "collections.abc", "enum"):
            found.update(vars(base))
    return public(found)


def describe(name):
    module = importlib.import_module(name)
    found = {}
    for member in names_of(module):
        value = getattr(module, member)
        found[member] = attributes_of(value) if isinstance(value, type) else None
    return found


def main():
    if sys.version_info[:2] != (3, 13):
        sys.exit("the reference is CPython 3.13, this is %d.%d" % sys.version_info[:2])
    wanted = sys.argv[1:] or list(json.loads(DATA.read_text()))
    lines = ["  %s: %s" % (json.dumps(name), json.dumps(describe(name))) for name in sorted(wanted)]
    DATA.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()

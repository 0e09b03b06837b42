"""CPython with what the compatibility page lists, so far as a program can catch it, look at it or hide it.

A program is rewritten, and run by CPython: `hash` refuses what hognose refuses, types have no attributes of their values, nothing
iterates over types with parameters, names of keyword arguments are text, and sets have another order.
"""

import ast
import builtins
import random
import types

# How sets are ordered: as they are, backwards, and in so many ways at random.
ORDERS = 24
OF_VALUES = {"real", "imag", "numerator", "denominator", "start", "stop", "step", "args", "value", "name", "msg", "code"}


def variants(code):
    """Rewritten programs, each with the names it needs."""
    tree = ast.fix_missing_locations(Rewriting().visit(ast.parse(code)))
    for order in range(ORDERS):
        yield tree, names(order)


class Alias(types.GenericAlias):
    """`list[int]`, over which nothing iterates."""

    __iter__ = None


class Rewriting(ast.NodeTransformer):
    def visit_Call(self, node):
        self.generic_visit(node)
        for keyword in node.keywords:
            if keyword.arg is None:
                keyword.value = call("TEXT_KEYS", keyword.value)
        return call("ORDERED", node)

    def visit_BinOp(self, node):
        self.generic_visit(node)
        return call("ORDERED", node)

    visit_Set = visit_SetComp = visit_BinOp

    def visit_Subscript(self, node):
        self.generic_visit(node)
        return call("PARAMETERIZED", node) if isinstance(node.ctx, ast.Load) else node

    def visit_Attribute(self, node):
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            return call("ATTRIBUTE", node.value, ast.Constant(node.attr))
        return node


def call(name, *arguments):
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


def names(order):
    """What rewritten programs call, for one order of sets."""

    def ordered(items):
        items = list(items)
        if order == 1:
            items.reverse()
        elif order > 1:
            random.Random(order).shuffle(items)
        return iter(items)

    def shown(self, opening, closing, empty):
        return opening + ", ".join(map(repr, self)) + closing if len(self) else empty

    class Set(set):
        def __iter__(self):
            return ordered(set.__iter__(self))

        def __repr__(self):
            return shown(self, "{", "}", "set()")

        def pop(self):
            for item in self:
                self.discard(item)
                return item
            raise KeyError("pop from an empty set")

    class Frozen(frozenset):
        def __iter__(self):
            return ordered(frozenset.__iter__(self))

        def __repr__(self):
            return shown(self, "frozenset({", "})", "frozenset()")

    for own, name in ((Set, "set"), (Frozen, "frozenset")):
        own.__name__ = own.__qualname__ = name
        own.__module__ = "builtins"

    def of_set(value):
        return Set(value) if type(value) is set else Frozen(value) if type(value) is frozenset else value

    return {
        "ORDERED": of_set,
        "PARAMETERIZED": lambda value: Alias(value.__origin__, value.__args__) if type(value) is types.GenericAlias else value,
        "TEXT_KEYS": text_keys,
        "ATTRIBUTE": attribute,
        "hash": hash_of_numbers,
        "getattr": lambda *a: builtins.getattr(*a) if not is_of_values(*a[:2]) else default(*a),
        "hasattr": lambda *a: builtins.hasattr(*a) and not is_of_values(*a),
    }


def text_keys(mapping):
    if isinstance(mapping, dict) and not all(isinstance(key, str) for key in mapping):
        raise TypeError("keywords must be strings")
    return mapping


def is_of_values(value=None, name=None):
    return isinstance(value, type) and name in OF_VALUES


def default(value, name, *otherwise):
    if otherwise:
        return otherwise[0]
    raise AttributeError("type object '%s' has no attribute '%s'" % (value.__name__, name))


def attribute(value, name):
    return default(value, name) if is_of_values(value, name) else builtins.getattr(value, name)


def hash_of_numbers(*values):
    if len(values) == 1 and not is_hashed(values[0]):
        builtins.hash(*values)
        raise TypeError("hash of %s is not available" % type(values[0]).__name__)
    return builtins.hash(*values)


def is_hashed(value):
    if isinstance(value, tuple):
        return all(map(is_hashed, value))
    return value is None or isinstance(value, (int, float, range, frozenset))

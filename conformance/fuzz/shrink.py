"""Make a program that shows a difference as small as it goes."""

import ast
import copy


def shrink(source, differs, tries):
    """The smallest text found by trying so often; what comes back still differs."""
    try:
        tree = ast.parse(wrapped(source))
    except (SyntaxError, ValueError, RecursionError):
        return by_lines(source, differs, tries)
    best = text_of(tree)
    if not differs(best):
        return by_lines(source, differs, tries)
    seen, left, progress = {best}, tries, True
    while progress and left > 0:
        progress = False
        for smaller in candidates(ast.parse(wrapped(best))):
            try:
                text = text_of(smaller)
                ast.parse(wrapped(text))
            except (SyntaxError, ValueError, RecursionError, AttributeError, TypeError, IndexError):
                continue
            if len(text) >= len(best) or text in seen:
                continue
            seen.add(text)
            left -= 1
            if differs(text):
                best, progress = text, True
                break
            if left <= 0:
                break
    return best


def by_lines(source, differs, tries):
    lines = source.split("\n")
    index = 0
    while index < len(lines) and tries > 0:
        fewer = lines[:index] + lines[index + 1:]
        tries -= 1
        if fewer and differs("\n".join(fewer)):
            lines = fewer
        else:
            index += 1
    return "\n".join(lines)


def wrapped(source):
    return "def handler():\n" + "\n".join("    " + line if line.strip() else line for line in source.split("\n"))


def text_of(tree):
    function = tree.body[0]
    if not isinstance(function, ast.FunctionDef):
        raise TypeError
    return "\n".join(ast.unparse(statement) for statement in function.body) or "pass"


def candidates(tree):
    """Trees with one thing less, the biggest steps first."""
    count = sum(1 for _ in ast.walk(tree))
    for position in range(2, count):
        node = nth(tree, position)
        for change in changes(node):
            smaller = copy.deepcopy(tree)
            if apply(smaller, position, change):
                yield smaller


def nth(tree, position):
    for index, node in enumerate(ast.walk(tree)):
        if index == position:
            return node
    return None


def changes(node):
    """Names of what can be done to a node: each a function of the node's copy that gives what stands in its place."""
    result = []
    if isinstance(node, ast.stmt):
        result.append(lambda _: [])
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            if getattr(node, name, None):
                result.append(lambda this, name=name: statements(getattr(this, name)))
        for name in ("orelse", "finalbody"):
            if getattr(node, name, None):
                result.append(lambda this, name=name: cleared(this, name))
    elif isinstance(node, (ast.ExceptHandler, ast.match_case, ast.keyword, ast.comprehension)):
        result.append(lambda _: [])
    elif isinstance(node, ast.expr):
        children = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        for index in range(len(children)):
            result.append(lambda this, index=index: [c for c in ast.iter_child_nodes(this) if isinstance(c, ast.expr)][index])
        if isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            result += constants(node)
            result.append(lambda _: [])
    elif isinstance(node, ast.pattern):
        result.append(lambda _: ast.MatchAs())
    return result


def constants(node):
    if isinstance(node, ast.Constant):
        value = node.value
        if isinstance(value, (str, bytes)) and len(value) > 0:
            half = len(value) // 2
            return [lambda _: ast.Constant(value[:half]), lambda _: ast.Constant(value[half:]), lambda _: ast.Constant(value[1:])]
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) > 9:
            return [lambda _: ast.Constant(1), lambda _: ast.Constant(int(str(value)[:2]) if isinstance(value, int) else 0.5)]
        return []
    return [lambda _: ast.Constant(None), lambda _: ast.Constant(1), lambda _: ast.Constant("")]


def statements(nodes):
    found = []
    for node in nodes:
        found += node.body if isinstance(node, (ast.ExceptHandler, ast.match_case)) else [node]
    return found


def cleared(node, name):
    setattr(node, name, [])
    return node


def apply(tree, position, change):
    """Puts what `change` makes in the place of the node at a position; False where that is not possible."""
    target = nth(tree, position)
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                new = change(target)
                if isinstance(new, list):
                    if isinstance(parent, ast.Return) and name == "value":
                        new = None
                    else:
                        return False
                setattr(parent, name, new)
                return True
            if isinstance(value, list) and any(item is target for item in value):
                at = next(index for index, item in enumerate(value) if item is target)
                new = change(target)
                value[at:at + 1] = new if isinstance(new, list) else [new]
                return True
    return False

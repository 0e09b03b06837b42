"""What CPython answers, what the engine answers, and when the two are the same."""

import ast
import json
import re
import resource
import signal
import subprocess
import sys
import threading

import listed

ADDRESS = re.compile(r" (at|@) 0x[0-9a-f]+")
# What the compatibility page lists: powers that are complex, hashes of text and more of that kind.
LISTED = re.compile(
    "negative number cannot be raised to a fractional power|hash of |keywords must be strings|range bounds of more than|"
    "classes cannot be made|'types.GenericAlias' object is not iterable|an iterable, not types.GenericAlias|non-iterable types.GenericAlias object|"
    # Attributes of a type that describe those of its values.
    r"type object \\?'(int|float|bool|slice|range)\\?' has no attribute \\?'(real|imag|numerator|denominator|start|stop|step)\\?'|"
    r"type object \\?'\w+\\?' has no attribute \\?'args\\?'"
)


class OutOfTime(BaseException):
    """A program runs longer than it may."""


def confine():
    """Bounds what a program can take from the machine."""
    resource.setrlimit(resource.RLIMIT_AS, (800 << 20, 800 << 20))
    sys.setrecursionlimit(400)
    # Generators that are thrown away complain on stderr.
    sys.unraisablehook = lambda _: None

    def ring(*_):
        raise OutOfTime

    signal.signal(signal.SIGALRM, ring)


def wrap(source):
    lines = ["def handler():"]
    lines += ["    " + line if line.strip() else line for line in source.split("\n")]
    return "\n".join(lines) + "\n"


def reference(source, kept=None):
    """CPython's answer, or None where it has none in time and memory. With a list, generators stay in it, so that none is closed."""
    namespace = {"__name__": "__main__"}
    code = wrap(source)
    if kept is not None:
        try:
            code = keeping(code)
        except SyntaxError:
            return None
        namespace["KEEP"] = keeper(kept)
    return answered(code, namespace)


def keeper(kept):
    """A decorator for generator functions, which keeps what they make."""
    return lambda make: lambda *a, **k: (kept.append(make(*a, **k)), kept[-1])[1]


def answered(code, namespace):
    signal.setitimer(signal.ITIMER_REAL, 2)
    try:
        try:
            exec(compile(code, "<case>", "exec", dont_inherit=True), namespace)
            return {"repr": repr(namespace["handler"]())}
        except (OutOfTime, MemoryError, RecursionError):
            return None
        except BaseException as error:
            # Where a program itself has text read, the place in it belongs to the message.
            text = str(error.msg) if isinstance(error, SyntaxError) and error.filename == "<case>" else str(error)
            return {"exc": type(error).__name__, "msg": text}
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except OutOfTime:
        return None
    except BaseException as error:
        return {"exc": type(error).__name__, "msg": "unprintable"}


def keeping(code):
    """The same program, in which every generator outlives the program: hognose does not close what is thrown away."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name != "handler":
            if any(isinstance(inner, (ast.Yield, ast.YieldFrom)) for inner in ast.walk(node)):
                node.decorator_list.append(ast.Name("KEEP", ast.Load()))
    return ast.unparse(ast.fix_missing_locations(tree))


class Engine:
    """A process of the engine that answers lines."""

    def __init__(self, program):
        self.program = program
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()

    def begin(self, sources):
        """Sends sources while the reference works; the answers come from the thread's result."""
        answers = []

        def feed():
            for number, source in enumerate(sources):
                self.process.stdin.write(json.dumps({"id": number, "src": source}).encode() + b"\n")
            self.process.stdin.flush()

        def collect():
            for _ in sources:
                line = self.process.stdout.readline()
                if not line:
                    break
                answers.append(json.loads(line))

        threads = [threading.Thread(target=feed, daemon=True), threading.Thread(target=collect, daemon=True)]
        for thread in threads:
            thread.start()
        return threads, answers

    def finish(self, pending, sources):
        threads, answers = pending
        threads[1].join(120)
        if len(answers) == len(sources):
            return answers
        self.process.kill()
        self.process.wait()
        self.start()
        if len(sources) == 1:
            return [{"exc": "crash", "msg": "the engine ended, or did not answer"}]
        return [answer for source in sources for answer in self.finish(self.begin([source]), [source])]


def bound_bool(expected, got):
    """Whether only `bool` stands where the engine has `int`: a method of a bool that is called with a star."""
    return json.dumps(expected).replace("bool.", "int.") == json.dumps(got).replace("bool.", "int.")


def free_variable(expected, got):
    """Whether a name without a value is free for CPython and local for the engine, which spares some generator expressions."""
    expected = json.dumps(expected).replace("free variable", "local variable").replace(" in enclosing scope", "")
    return expected.replace("UnboundLocalError", "NameError") == json.dumps(got).replace("UnboundLocalError", "NameError")


def order_only(expected, got, source):
    """Whether two answers differ by the order of a set's items only."""
    if not re.search(r"[{&|^-]|set\s*\(", source):
        return False
    return sorted(json.dumps(expected)) == sorted(json.dumps(got))


def on_page(source, got):
    """Whether CPython gives the engine's answer once it is like what the compatibility page lists."""
    try:
        code = wrap(source)
        if "yield" in source:
            code = keeping(code)
        for tree, names in listed.variants(code):
            kept = []
            answer = plain(answered(tree, {"__name__": "__main__", "KEEP": keeper(kept), **names}))
            if answer is None:
                break
            if answer == got or bound_bool(answer, got) or free_variable(answer, got):
                return True
        return False
    except (SyntaxError, RecursionError):
        return False


def plain(answer):
    return answer and {key: ADDRESS.sub("", value) for key, value in answer.items()}


def judge(source, expected, got):
    got = {key: value for key, value in got.items() if key != "id"}
    if expected is None:
        return "unanswered", expected, got
    if "E0208" in got.get("unsupported", ""):
        return "explained", expected, got
    if "unsupported" in got:
        return "declined", expected, got
    expected = plain(expected)
    if expected == got:
        return "same", expected, got
    if LISTED.search(got.get("msg", got.get("repr", ""))) or order_only(expected, got, source) or bound_bool(expected, got) or free_variable(expected, got):
        return "explained", expected, got
    if "hash(" in source and "nan" in source:
        # Made of the address there.
        return "explained", expected, got
    if "yield" in source and plain(reference(source, [])) == got:
        return "explained", expected, got
    if "types.GenericAlias found" in expected.get("msg", "") and got.get("msg") == "can only join an iterable":
        # Nothing iterates over `list[int]`.
        return "explained", expected, got
    if on_page(source, got):
        return "explained", expected, got
    return "differs", expected, got


def compare(engine, sources, mark=lambda position: None):
    """(verdict, CPython's answer, the engine's) for each source; `mark` is told which one CPython is at."""
    pending = engine.begin(sources)
    expected = []
    for position, source in enumerate(sources):
        mark(position)
        expected.append(reference(source))
    return [judge(*row) for row in zip(sources, expected, engine.finish(pending, sources))]


def differs(engine, source):
    ((kind, _, _),) = compare(engine, [source])
    return kind == "differs"

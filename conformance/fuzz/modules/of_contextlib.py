"""Cases for `contextlib`: what is done in a block and at its end, and in which order."""

IMPORTS = '''from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
log = []
def run(make, act, value=None):
    with make() as entered:
        log.append(entered)
        act(value)
        log.append('end')
    return log
def fail(error):
    raise error
def made(before, after, catch=(), then=None, more=False):
    @contextmanager
    def manager(value):
        log.append(before)
        try:
            got = yield value
            log.append(got)
        except catch as error:
            log.append(error)
            if then is not None:
                raise then
            if more:
                yield 2
        finally:
            log.append(after)
    return manager
def closes():
    try:
        yield 1
        yield 2
    finally:
        log.append('closed')
def filled(*steps):
    stack = ExitStack()
    for step in steps:
        step(stack)
    return stack'''

RULES = {
    "case": """
        4~ run(lambda: suppress({_types}), fail, {error})
        2~ run(lambda: suppress({_types}), log.append, {value})
        run(lambda: nullcontext({value}), {act}, {value})
        run(lambda: nullcontext(), fail, {error})
        2~ run(lambda: closing(closes()), {act}, {error})
        run(lambda: closing({any}), log.append, {value})
        6~ (run(lambda: made({value}, {value}, {types})({value}), fail, {error}), log)
        3~ (run(lambda: made({value}, {value}, {types}, {error})({value}), fail, {error}), log)
        2~ run(lambda: made({value}, {value}, {types}, None, True)({value}), fail, {error})
        run(lambda: made({value}, {value})({value}), {act}, {value})
        run(lambda: contextmanager(lambda: iter({smalls}))(), {act}, {error})
        contextmanager(lambda: {items})().foo
        10~ (run(lambda: filled({_steps}), {act}, {error}), log)
        3~ (s := filled({_steps}), t := s.pop_all(), s.close(), list(log), t.close(), log)[3:]
        filled({_steps}).close()
        (made(1, 2)(3)(lambda x: log.append(x))({value}), log)
        (made(1, 2, {types})(3)(fail)({error}), log)
        {_class}({any}, {any})
        {_class}(foo={any})
        {_class}()
        ExitStack().{_method}({any})
        ExitStack().{_method}()
        run(lambda: {any}, log.append, 1)
        log
    """,
    "_class": "suppress\nnullcontext\nclosing\nExitStack\ncontextmanager",
    "_method": "enter_context\npush\ncallback\npop_all\nclose",
    "_types": "\n{type}\n{type}, {type}\n({type}, {type})\n{any}",
    "types": "()\n{type}\n({type}, {type})",
    "type": "ValueError\nKeyError\nLookupError\nException\nStopIteration\nRuntimeError\nArithmeticError\nBaseException",
    "error": "ValueError('x')\nKeyError(1)\nStopIteration(2)\nRuntimeError('r')\nZeroDivisionError()\nIndexError()\nKeyboardInterrupt('k')",
    "act": "fail\nlog.append\nfail\nlen",
    "value": "{small}\n{word}\nNone\n{smalls}",
    "_steps": ["{_step}", "{_step}, {_step}", "{_step}, {_step}, {_step}"],
    "_step": """
        2~ lambda s: s.callback(log.append, {value})
        lambda s: s.callback(lambda *a, **k: log.append((a, k)), {value}, x={value})
        lambda s: s.callback(fail, {error})
        2~ lambda s: s.push(lambda kind, error, trace: log.append((kind, error)))
        lambda s: s.push(lambda *a: True)
        lambda s: s.push(lambda kind, error, trace: fail({error}))
        lambda s: s.push(suppress({type}))
        lambda s: s.enter_context(suppress({type}))
        lambda s: log.append(s.enter_context(nullcontext({value})))
        lambda s: s.enter_context(made({value}, {value}, {types})({value}))
        lambda s: s.enter_context(closing(closes()))
        lambda s: s.enter_context({any})
    """,
}

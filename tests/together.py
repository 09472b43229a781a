"""Cases that share a world: it is made once, and what each case does to the database is taken back."""

import inspect
from functools import wraps

from django.db import transaction


def together(names, cases):
    """Like `pytest.mark.parametrize`, but one test: for questions and forms that are tried in the same wiki.

    `names` are parted by commas or given as a list. A failure says which case it was. Not for tests with a real
    transaction, nor for what a case leaves behind elsewhere than in the database.
    """
    names = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    cases = [dict(zip(names, case if len(names) > 1 else (case,), strict=True)) for case in cases]

    def decorate(test):
        signature = inspect.signature(test)

        @wraps(test)
        def tries_all(**fixtures):
            for case in cases:
                try:
                    with transaction.atomic():
                        test(**fixtures, **case)
                        transaction.set_rollback(True)
                except BaseException as error:
                    error.add_note(f"It was the case {case!r}.")
                    raise

        asked = [value for name, value in signature.parameters.items() if name not in names]
        tries_all.__signature__ = signature.replace(parameters=asked)
        return tries_all

    return decorate

"""The collector is put off while much is made, and left as it was."""

from __future__ import annotations

import gc

import pytest

from index.evaluation.keeping import nothing_thrown_away


def test_the_collector_is_off_within_and_on_again_after_even_where_something_failed() -> None:
    assert gc.isenabled()
    with nothing_thrown_away():
        assert not gc.isenabled()
        with nothing_thrown_away():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="told"), nothing_thrown_away():
        raise ValueError("told")
    assert gc.isenabled()

from datetime import date

import numpy as np
import pytest
from support.weather import SITES, made_up_model

from basinsim.errors import InputError
from basinsim.hydrology.weather.tables import (
    LIKENESS_FILE,
    MEMORY_FILE,
    MOMENTS_FILE,
    load_weather_model,
    write_weather_model,
)


@pytest.fixture
def folder(tmp_path):
    write_weather_model(made_up_model(), tmp_path, ["made up", "for tests"])
    return tmp_path


def _change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_what_is_written_is_read_again(folder):
    model, read = made_up_model(), load_weather_model(folder)

    assert read.sites == SITES
    np.testing.assert_allclose(read.rain_mean, model.rain_mean, rtol=1e-4)
    np.testing.assert_allclose(read.occurrence.shares, model.occurrence.shares, atol=1e-6)
    np.testing.assert_allclose(read.amount.correlations, model.amount.correlations, atol=1e-6)
    np.testing.assert_allclose(read.temperature.correlations, model.temperature.correlations, atol=1e-6)
    one, other = (m.generate(date(2001, 1, 1), date(2001, 12, 31), [0], 4).rain for m in (model, read))
    np.testing.assert_allclose(one, other, atol=0.02)
    assert (folder / MOMENTS_FILE).read_text().startswith("# made up\n# for tests\nquantity,")


def test_parts_of_equal_likeness_share_their_rows(folder):
    rows = [line for line in (folder / LIKENESS_FILE).read_text().splitlines() if line.startswith("amount")]

    assert len(rows) == 2 * 3
    assert rows[0].startswith("amount,0 1.2 4,moor,hill,0.9")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (MOMENTS_FILE, "dry_share,1,moor", "dry_shar,1,moor", "did you mean 'dry_share'"),
        (MOMENTS_FILE, "rain_mean,mm/d,moor", "rain_mean,mm/d,hill", "no rain_mean at moor"),
        (MEMORY_FILE, "amount,0,moor", "amount,0,moorr", "did you mean 'moor'"),
        (MEMORY_FILE, "0.445000", "0.645000", "do not add up to 1"),
        (LIKENESS_FILE, "coast,hill,0.6", "coast,hill,-0.6", "cannot all hold together"),
        (LIKENESS_FILE, "moor,hill,0.9", "moor,hill,1.9", "from -1 to 1"),
    ],
)
def test_a_wrong_table_is_refused_in_words(folder, file, old, new, message):
    _change(folder / file, old, new)

    with pytest.raises(InputError, match=message):
        load_weather_model(folder)


def test_a_missing_table_is_named(folder):
    (folder / MEMORY_FILE).unlink()

    with pytest.raises(InputError, match=MEMORY_FILE):
        load_weather_model(folder)

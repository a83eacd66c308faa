"""The address of a static file is worked out once."""

import json

import pytest

from incubator.config.static_files import Compressed, Hashed


@pytest.mark.parametrize("kind", [Hashed, Compressed])
def test_an_address_is_worked_out_once(kind, tmp_path, settings):
    settings.DEBUG = False
    manifest = {"version": "1.1", "paths": {"ui/app.css": "ui/app.55e7cbb9ba48.css"}, "hash": ""}
    (tmp_path / "staticfiles.json").write_text(json.dumps(manifest))
    storage = kind(location=tmp_path, base_url="/static/")

    assert storage.url("ui/app.css") == "/static/ui/app.55e7cbb9ba48.css"
    storage.hashed_files.clear()
    assert storage.url("ui/app.css") == "/static/ui/app.55e7cbb9ba48.css"
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        storage.url("ui/none.css")

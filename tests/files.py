"""The files shipped with the product that tests read too: written once."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CALL = ROOT / "incubator" / "demo" / "data" / "call_communes.json"
DIVISIONS = ROOT / "incubator" / "territory" / "data" / "togo_divisions.json"

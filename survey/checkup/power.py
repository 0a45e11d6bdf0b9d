"""Whether this computer runs on its battery, where the system tells."""

from pathlib import Path

_SUPPLIES = Path("/sys/class/power_supply")


def is_on_battery(supplies: Path = _SUPPLIES) -> bool:
    """True when there is a battery and no mains supply is on; false where nobody can tell."""
    found = list(supplies.glob("*")) if supplies.is_dir() else []
    kinds = {one: _said(one / "type") for one in found}
    mains = [one for one, kind in kinds.items() if kind == "Mains"]
    has_battery = "Battery" in kinds.values()
    return has_battery and bool(mains) and not any(_said(one / "online") == "1" for one in mains)


def _said(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""

"""Results as lines of a table."""

from machine import BUSY

COLUMNS = (f"{'row':30} {'ours':>9} {'peer':>9} {'unit':15} {'ratio':>7} {'quartiles':>15} {'least':>6} {'aim':>6}  "
           "peer")


def number(value):
    """Three significant digits, with k, M or G."""
    if value is None:
        return "-"
    for limit, letter in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= limit:
            return f"{value / {'G': 1e9, 'M': 1e6, 'k': 1e3}[letter]:.3g}{letter}"
    return f"{value:.3g}"


def ratio(value):
    return "-" if value is None else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def line_of(name, result):
    first, third = result["quartiles"]
    mark = " "
    if result["at_least"] is not None and result["ratio"] is not None:
        mark = "!" if result["ratio"] < result["at_least"] else "*" if result["ratio"] >= result["aim"] else " "
    return (f"{name:30} {number(result['ours']):>9} {number(result['peer']):>9} {result['unit']:15} "
            f"{ratio(result['ratio']):>6}{mark} {ratio(first) + '-' + ratio(third):>15} "
            f"{ratio(result['at_least']):>6} {ratio(result['aim']):>6}  {result['peer_name']}"
            + (f"; others used {result['busy']:.0%} of the cores" if result.get("busy", 0) > BUSY else ""))


def verdict(results, failed):
    gates = {name: result for name, result in results.items() if result["at_least"] is not None}
    missed = [name for name, result in gates.items() if result["ratio"] < result["at_least"]]
    text = f"{len(gates) - len(missed)} of {len(gates)} gates reached (! missed, * aim reached)"
    if missed:
        text += f"; missed: {', '.join(missed)}"
    if failed:
        text += f"; not measured: {', '.join(failed)}"
    return text

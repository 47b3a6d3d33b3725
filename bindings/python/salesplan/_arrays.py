"""Arrays for the library from whatever the caller has: lists, array.array, numpy, pandas."""
import array
import ctypes
import datetime
import math
import re

from ._library import F64, I32, I64, InvalidArgument, Overflow

MISSING = -(2**63)
NO_DATE = -(2**31)
_EPOCH = datetime.date(1970, 1, 1).toordinal()


def items(values, what):
    """The values as a list of Python objects."""
    if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        raise InvalidArgument(f"{what}: {values!r} is not a sequence")
    if getattr(values, "ndim", 1) == 0:
        raise InvalidArgument(f"{what}: {values!r} is not a sequence")
    if hasattr(values, "__array_interface__") and values.dtype.kind in "mM":
        values = values.astype(values.dtype.kind + "8[D]")  # nanoseconds would come as integers
    return values.tolist() if hasattr(values, "tolist") else list(values)


def is_bool(value):
    """Of Python or of numpy."""
    return isinstance(value, bool) or type(value).__name__ in ("bool_", "bool")


def is_missing(value):
    """None, NaN and the missing values of pandas."""
    return value is None or (isinstance(value, float) and value != value) or \
        type(value).__name__ in ("NAType", "NaTType")


def number(value, what):
    if is_missing(value):
        return math.nan
    if isinstance(value, (str, bytes)) or is_bool(value):
        raise InvalidArgument(f"{what}: {value!r} is not a number")
    try:
        return float(value)
    except (TypeError, ValueError):
        raise InvalidArgument(f"{what}: {value!r} is not a number") from None
    except OverflowError:
        raise Overflow(f"{what}: {value!r} is out of range") from None


def integer(value, what, low=-(2**63) + 1, high=2**63 - 1):
    """A whole number: int, or anything equal to one."""
    try:
        whole = None if isinstance(value, (str, bytes)) or is_bool(value) else int(value)
    except (TypeError, ValueError, OverflowError):
        whole = None
    if whole is None or whole != value:
        raise InvalidArgument(f"{what}: {value!r} is not a whole number")
    if not low <= whole <= high:
        raise Overflow(f"{what}: {value!r} is not in {low}..{high}")
    return whole


def doubles(values, what):
    """[n] doubles; None is NaN. A float64 buffer is taken as it is, without a copy."""
    if hasattr(values, "to_numpy") and getattr(getattr(values, "dtype", None), "kind", "") == "f":
        values = values.to_numpy("float64", na_value=math.nan)  # pandas
    try:
        view = memoryview(values)
        if view.format == "d" and view.ndim == 1 and view.c_contiguous:
            if view.readonly:
                return (F64 * len(view)).from_buffer_copy(view)
            return (F64 * len(view)).from_buffer(view)
    except (TypeError, ValueError):
        pass
    values = items(values, what)
    if set(map(type, values)) <= {float}:
        return (F64 * len(values)).from_buffer(array.array("d", values))
    return (F64 * len(values))(*(number(v, f"{what}[{i}]") for i, v in enumerate(values)))


def integers(values, what):
    """[n] int64; None and NaN are missing."""
    values = items(values, what)
    return (I64 * len(values))(*(MISSING if is_missing(v) else integer(v, f"{what}[{i}]")
                                 for i, v in enumerate(values)))


def date_number(value, what):
    """Days since 1970-01-01 of a date, a datetime, an ISO text or a numpy datetime64."""
    if hasattr(value, "astype") and value.dtype.kind == "M" and value.ndim == 0:
        value = value.astype("datetime64[D]").item()
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            value = datetime.date(*map(int, value.split("-")))
        except ValueError:
            value = None
    if not isinstance(value, datetime.date) or is_missing(value):
        raise InvalidArgument(f"{what}: not a date such as 2026-02-17")
    return value.toordinal() - _EPOCH


def to_date(days):
    return datetime.date.fromordinal(days + _EPOCH)


def dates(values, what):
    values = items(values, what)
    return (I32 * len(values))(*(date_number(v, f"{what}[{i}]") for i, v in enumerate(values)))


def numbers(value, n, what):
    """[n] doubles of a sequence, or of one number for all; None for None."""
    if value is None:
        return None
    if not hasattr(value, "__iter__") or getattr(value, "ndim", 1) == 0:
        return (F64 * n)(*[number(value, what)] * n)
    column = doubles(value, what)
    if len(column) != n:
        raise InvalidArgument(f"{what}: {len(column)} values for {n} items")
    return column


def indices(values, n, what):
    """[n] int32."""
    column = items(values, what)
    if len(column) != n:
        raise InvalidArgument(f"{what}: {len(column)} values for {n} items")
    return (I32 * n)(*(integer(v, f"{what}[{i}]", -(2**31), 2**31 - 1)
                       for i, v in enumerate(column)))


def codes(values, what):
    """The distinct values in order of first appearance, and [n] the position of each among them."""
    column = items(values, what)
    position = {}
    for value in column:
        position.setdefault(value, len(position))
    return list(position), [position[value] for value in column]


def ragged(series, what):
    """Offsets [n + 1] and all values of n series, one after the other."""
    rows, offsets = [doubles(one, f"{what}[{i}]") for i, one in enumerate(series)], [0]
    for row in rows:
        offsets.append(offsets[-1] + len(row))
    flat = (F64 * offsets[-1])(*(v for row in rows for v in row))
    return (I64 * len(offsets))(*offsets), flat


def block(values, what):
    """The rows of a table one after the other, how many there are, and the length that all have."""
    lines = [doubles(row, f"{what}[{i}]") for i, row in enumerate(values)]
    width = len(lines[0]) if lines else 0
    for i, row in enumerate(lines):
        if len(row) != width:
            raise InvalidArgument(f"{what}[{i}]: {len(row)} values, {width} in the first row")
    flat = (F64 * (len(lines) * width))(*(value for row in lines for value in row))
    return flat, len(lines), width


def rows(flat, n):
    """The values of a table of n rows as n lists."""
    values = list(flat)
    each = len(values) // n if n else 0
    return [values[i * each:(i + 1) * each] for i in range(n)]


def pointer(array):
    return None if array is None else ctypes.cast(array, ctypes.c_void_p)


def matrix(rows, what, n):
    """n rows of one length each as one row-major array of doubles, and that length."""
    rows = list(rows) if getattr(rows, "ndim", 1) == 2 else items(rows, what)
    if len(rows) != n:
        raise InvalidArgument(f"{what}: {len(rows)} rows for {n} series")
    flat, length = array.array("d"), None
    for i, row in enumerate(rows):
        values = doubles(row if hasattr(row, "__iter__") else [row], f"{what}[{i}]")
        length = len(values) if length is None else length
        if len(values) != length:
            raise InvalidArgument(f"{what}[{i}]: {len(values)} values where the first has {length}")
        flat.frombytes(memoryview(values).cast("B"))
    return (F64 * len(flat)).from_buffer(flat), length or 0


def small_integers(values, what, n=None):
    """[n] int32, None as -1."""
    values = items(values, what)
    if n is not None and len(values) != n:
        raise InvalidArgument(f"{what}: {len(values)} values for {n} items")
    return (I32 * len(values))(*(-1 if is_missing(v) else integer(v, f"{what}[{i}]", -(2**31), 2**31 - 1)
                                 for i, v in enumerate(values)))

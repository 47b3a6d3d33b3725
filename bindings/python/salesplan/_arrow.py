"""Columns of anything that exports the Arrow C stream (polars, pandas, pyarrow, duckdb), without any
of them: the structures of the Arrow C data interface read through ctypes."""
import ctypes
import datetime

from ._library import InvalidArgument

_EPOCH = datetime.date(1970, 1, 1)
_P = ctypes.c_void_p


class _Schema(ctypes.Structure):
    pass


_Schema._fields_ = [
    ("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", _P),
    ("flags", ctypes.c_int64), ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_Schema))),
    ("dictionary", ctypes.POINTER(_Schema)),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Schema))), ("private_data", _P)]


class _Array(ctypes.Structure):
    pass


_Array._fields_ = [
    ("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64), ("buffers", ctypes.POINTER(_P)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))), ("dictionary", ctypes.POINTER(_Array)),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))), ("private_data", _P)]


class _Stream(ctypes.Structure):
    pass


_Stream._fields_ = [
    ("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream),
                                    ctypes.POINTER(_Schema))),
    ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array))),
    ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(_Stream))),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Stream))), ("private_data", _P)]

_get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_get_pointer.restype, _get_pointer.argtypes = _P, (ctypes.py_object, ctypes.c_char_p)

_NUMBERS = {"c": ctypes.c_int8, "C": ctypes.c_uint8, "s": ctypes.c_int16, "S": ctypes.c_uint16,
            "i": ctypes.c_int32, "I": ctypes.c_uint32, "l": ctypes.c_int64, "L": ctypes.c_uint64,
            "f": ctypes.c_float, "g": ctypes.c_double}
_PER_DAY = {"s": 86400, "m": 86400_000, "u": 86400_000_000, "n": 86400_000_000_000}


def is_stream(data):
    return hasattr(data, "__arrow_c_stream__")


def _numbers(array, buffer, kind):
    """The values of a buffer of numbers, the array's offset taken off."""
    if not array.length:
        return []
    block = (kind * (array.offset + array.length)).from_address(array.buffers[buffer])
    return block[array.offset:]


def _texts(array, form):
    if form == "vu":  # views: length, then the text itself or its block and place
        views = ctypes.string_at(array.buffers[1], 16 * (array.offset + array.length))
        texts = []
        for at in range(16 * array.offset, len(views), 16):
            length = int.from_bytes(views[at:at + 4], "little")
            if length <= 12:
                raw = views[at + 4:at + 4 + length]
            else:
                block = int.from_bytes(views[at + 8:at + 12], "little")
                start = int.from_bytes(views[at + 12:at + 16], "little")
                raw = ctypes.string_at(array.buffers[2 + block] + start, length)
            texts.append(raw)
        return texts
    kind = ctypes.c_int32 if form == "u" else ctypes.c_int64
    ends = (kind * (array.offset + array.length + 1)).from_address(
        array.buffers[1])[array.offset:]
    first = ends[0]
    data = ctypes.string_at(array.buffers[2] + first, ends[-1] - first) if ends[-1] > first else b""
    return [data[a - first:b - first] for a, b in zip(ends, ends[1:])]


def _decode(schema, array, name):
    """The values of one column: floats, ints, texts and dates, None where missing."""
    if not array.length:
        return []
    form = schema.format.decode()
    if schema.dictionary:
        words = _decode(schema.dictionary.contents, array.dictionary.contents, name)
        values = _numbers(array, 1, _NUMBERS[form])
        convert = None
    elif form == "n":
        return [None] * array.length
    elif form in _NUMBERS:
        values, convert, words = _numbers(array, 1, _NUMBERS[form]), None, None
    elif form in ("u", "U", "vu"):
        values, words = _texts(array, form), None
        convert = lambda raw: raw.decode("utf-8")  # noqa: E731
    elif form == "tdD" or form[:2] == "ts" or form == "tdm":
        values, words = _numbers(array, 1, ctypes.c_int32 if form == "tdD" else ctypes.c_int64), None
        unit = 1 if form == "tdD" else _PER_DAY["m" if form == "tdm" else form[2]]
        convert = lambda ticks: _EPOCH + datetime.timedelta(days=ticks // unit)  # noqa: E731
    else:
        raise InvalidArgument(f"{name}: columns of Arrow's type \"{form}\" are not understood")
    if array.null_count and array.buffers[0]:
        bits = ctypes.string_at(array.buffers[0], (array.offset + array.length + 7) // 8)
        present = [bits[i >> 3] >> (i & 7) & 1 for i in
                   range(array.offset, array.offset + array.length)]
    else:
        present = None
    if words is not None:
        convert = words.__getitem__
    if present is None:
        return values if convert is None else list(map(convert, values))
    return [None if not here else value if convert is None else convert(value)
            for value, here in zip(values, present)]


def columns(data, names):
    """The named columns of a table, each a list."""
    capsule = data.__arrow_c_stream__()  # keeps the stream, and frees it where this fails
    stream = ctypes.cast(_get_pointer(capsule, b"arrow_array_stream"),
                         ctypes.POINTER(_Stream)).contents
    schema = _Schema()

    def check(code):
        if code != 0:
            text = stream.get_last_error(ctypes.byref(stream)) or b"no reason given"
            raise InvalidArgument(f"the Arrow stream failed: {text.decode('utf-8', 'replace')}")

    try:
        check(stream.get_schema(ctypes.byref(stream), ctypes.byref(schema)))
        fields = [schema.children[i].contents for i in range(schema.n_children)]
        known = [field.name.decode("utf-8") for field in fields]
        for name in names:
            if name not in known:
                raise InvalidArgument(f"no column {name!r}; there are: {', '.join(known)}")
        result = {name: [] for name in names}
        while True:
            array = _Array()
            check(stream.get_next(ctypes.byref(stream), ctypes.byref(array)))
            if not array.release:
                return result
            try:
                for name in result:
                    i = known.index(name)
                    child = array.children[i].contents
                    if array.offset:
                        raise InvalidArgument("a table with an offset is not understood")
                    result[name].extend(_decode(fields[i], child, name))
            finally:
                array.release(ctypes.byref(array))
    finally:
        if schema.release:
            schema.release(ctypes.byref(schema))
        if stream.release:
            stream.release(ctypes.byref(stream))

"""Dimensions with hierarchies, facts, and their roll-up."""
from . import _arrays as arrays
from . import _library as lib


class Dimension:
    """Members below one root: keys, the keys of their parents ("" at the top), labels."""

    def __init__(self, name, keys, parents=None, labels=None):
        keys = list(keys)
        parents = [""] * len(keys) if parents is None else [p or "" for p in parents]
        lists = [*lib.encode_list(keys, "keys"), *lib.encode_list(parents, "parents")]
        lists += (None, 0) if labels is None else lib.encode_list(labels, "labels")
        self.name = name
        self._handle = lib.make("dimension", "dimension_create", lib.encode(name, "name"),
                                len(keys), *lists)

    def members(self):
        """Columns key, label, parent, level, leaf, first_leaf, end_leaf, depth first."""
        return lib.columns(lib.make("result", "dimension_members", self._handle))


class Table:
    """Facts: n rows, columns of dimension keys and of whole-number measures."""

    def __init__(self, n, dates=None):
        days = None if dates is None else arrays.dates(dates, "dates")
        if days is not None and len(days) != n:
            raise lib.InvalidArgument(f"dates: {len(days)} values for {n} rows")
        self._rows = n
        self._handle = lib.make("table", "table_create", n, arrays.pointer(days))

    def add_dimension(self, dimension, keys):
        """One key of a leaf a row."""
        lib.call("table_add_dimension", self._handle, dimension._handle,
                 *lib.encode_list(list(keys), "keys"))

    def add_measure(self, name, values, decimals=0):
        """[n] whole numbers in units of 10^-decimals."""
        column = arrays.integers(values, "values")
        if len(column) != self._rows:
            raise lib.InvalidArgument(f"values: {len(column)} values for {self._rows} rows")
        lib.call("table_add_measure", self._handle, lib.encode(name, "name"), decimals, column)

    def roll_up(self, measure, by):
        """The measure summed over all members of the dimensions named, parents included: columns of
        keys, and "value"."""
        by = list(by)
        return lib.columns(lib.make("result", "table_roll_up", self._handle,
                                    lib.encode(measure, "measure"), len(by),
                                    *lib.encode_list(by, "by")))

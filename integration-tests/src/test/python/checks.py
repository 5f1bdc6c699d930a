"""What Python clients see of the example worker: one line for each check, "ok NAME" or "failed NAME: why".

Arguments: the worker's command, the same for launch:, the URL of a worker over HTTP, and the commands of workers whose long
answers are divided, at one byte and at a thousand.
"""

import random
import shlex
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pyarrow as pa
import vgi.client.client
import vgi_polars as vp
from vgi.arguments import Arguments
from vgi.client import Client

NEW = hasattr(vgi.client.client, "CONTINUE")  # protocol 2.2, and not 2.1
IDLE = 3.0  # seconds after which a launched worker ends
LEAST_ANSWER = 64 << 10  # what a client must take at least over HTTP
CHECKS = []


def check(everywhere=False):
    """Registers a check; over pipes, where a call starts a process, only some are made."""

    def register(function):
        CHECKS.append((function, everywhere))
        return function

    return register


class Worker:
    """A worker as its clients reach it."""

    def __init__(self, location):
        self.location = location
        self.cat = self.polars("example")
        self.plain = self.client()
        self.plain.start()
        self.attached = self.plain.catalog_attach(name="example", data_version_spec=None, implementation_version=None)
        self.id = self.attached.attach_opaque_data
        self.own = self.client(self.id)
        self.own.start()

    def polars(self, name, **options):
        launched = {"idle_timeout": IDLE} if self.location.startswith("launch:") else {}
        return vp.attach(self.location, name=name, **launched, **options)

    def client(self, attach=None, **options):
        if self.location.startswith("launch:"):
            command = shlex.split(self.location.removeprefix("launch:"))
            return Client.from_launch(command, idle_timeout=IDLE, attach_opaque_data=attach)
        if self.location.startswith("http:"):
            return Client.from_http(self.location, attach_opaque_data=attach, **options)
        return Client(self.location, attach_opaque_data=attach)

    def rows(self, table, **at):
        return self.cat.table("data", table, **at).scan()

    def in_out(self, function, batches, *arguments, client=None, **options):
        return pa.Table.from_batches(
            (client or self.own).table_in_out_function(
                function_name=function,
                schema_path=["main"],
                input=iter(batches),
                arguments=Arguments(positional=tuple(pa.scalar(a) for a in arguments)),
                has_finalize=False,
                **options,
            )
        )

    def close(self):
        self.own.stop()
        self.plain.stop()
        self.cat.detach()


def same(got, wanted):
    assert got == wanted, f"got {got!r}, wanted {wanted!r}"


def fails(text, call):
    try:
        result = call()
    except Exception as e:
        assert text in str(e), f"{text!r} is not in {e}"
    else:
        raise AssertionError(f"no failure but {result!r}")


def ints(**columns):
    return pa.record_batch({name: pa.array(values, pa.int64()) for name, values in columns.items()})


# --- catalogs and what they hold


@check(everywhere=True)
def catalogs(w):
    names = {c.name for c in w.plain.catalogs()}
    assert {"example", "accumulate", "twin_a", "twin_b"} <= names, names


@check()
def attach_tells_of_the_catalog(w):
    same((w.cat.default_schema, w.cat.comment), ("main", "Example VGI catalog for testing"))
    same((w.cat.supports_time_travel, w.cat.catalog_version_frozen), (True, True))
    same(w.cat.tags["source"], "vgi-fixture-worker")


@check()
def schemas(w):
    same(sorted(w.cat.schemas()), ["data", "main"])
    same([list(s.path) for s in w.plain.schemas(attach_opaque_data=w.id)], [["main"], ["data"]])


@check(everywhere=True)
def contents_in_one_call(w):
    whole = w.plain.load_catalog(attach=w.attached)
    same((whole.source, whole.fallback_reason), ("catalog_contents" if NEW else "per_schema", None))
    one_by_one = w.plain._load_catalog_per_schema(w.id, None, None)
    for had, listed in zip(whole.schemas, one_by_one.schemas, strict=True):
        same(had, listed)
    assert len(whole.schemas[0].table_functions) > 100


@check()
def contents_that_did_not_change(w):
    if NEW:
        first = w.plain.load_catalog(attach=w.attached)
        again = w.plain.load_catalog(attach=w.attached, previous=first)
        same((again.not_modified, again.etag, again.schemas), (True, first.etag, first.schemas))
        other = w.plain.contents(attach_opaque_data=w.id, if_none_match="other")
        same((other.not_modified, other.etag, len(other.schemas)), (False, first.etag, 2))
    else:
        same(w.attached.supports_catalog_contents, False)
        fails("catalog_contents", lambda: w.plain.contents(attach_opaque_data=w.id))


@check()
def tables_and_views(w):
    assert {"numbers", "products", "versioned_data"} <= set(w.cat.tables("data"))
    same(w.cat.views("main"), ["first_ten", "even_numbers"])
    same(w.cat.views("data"), ["small_numbers"])


@check()
def macros(w):
    same(w.cat.macros("main"), ["vgi_multiply", "vgi_clamp", "vgi_range_table"])
    (clamp,) = [
        m
        for s in w.cat._current_snapshot().schemas
        for m in s.scalar_macros
        if m.name == "vgi_clamp"
    ]
    same(list(clamp.parameters), ["val", "lo", "hi"])


@check()
def functions(w):
    info = w.cat.function_info("main", "blended_explode")
    same((info.input_from_args, info.has_finalize, str(info.function_type.name)), (True, False, "TABLE"))
    assert {"double", "echo", "vgi_sum", "sequence"} <= set(w.cat.functions("main"))


@check()
def no_such_catalog(w):
    fails("Unknown catalog: 'nothing'", lambda: w.polars("nothing"))


@check()
def no_such_table(w):
    fails("no table 'nothing'", lambda: w.rows("nothing").collect())


# --- scans


@check(everywhere=True)
def scan(w):
    same(w.rows("products").collect().rows(), PRODUCTS)


PRODUCTS = [(1, "Widget", 100, 9.99), (2, "Gadget", 50, 24.99), (3, "Doohickey", 200, 4.99)]


@check(everywhere=True)
def scan_of_some_columns(w):
    same(w.rows("products").select("price", "id").collect().rows(), [(p[3], p[0]) for p in PRODUCTS])


@check()
def scan_of_many_rows(w):
    got = w.rows("ten_thousand_table").select(pl.len(), pl.col("n").sum(), pl.col("n").n_unique().alias("u")).collect()
    same(got.rows(), [(10_000, 49_995_000, 10_000)])


@check(everywhere=True)
def scan_with_a_filter(w):
    same(w.rows("numbers").filter(pl.col("value") > 96).collect()["value"].to_list(), [97, 98, 99])


@check()
def scan_with_filters_and_columns(w):
    got = w.rows("products").filter((pl.col("price") > 5) & (pl.col("name") != "Gadget")).select("name").collect()
    same(got.rows(), [("Widget",)])


@check()
def scan_with_alternatives(w):
    got = w.rows("numbers").filter((pl.col("value") < 2) | (pl.col("value") == 50) | pl.col("value").is_null()).collect()
    same(got["value"].to_list(), [0, 1, 50])


@check()
def scan_with_a_list_of_values(w):
    same(w.rows("colors").filter(pl.col("id").is_in([1, 3])).select("color").collect().rows(), [("blue",), ("red",)])


@check()
def scan_whose_filters_are_shown(w):
    got = w.rows("filter_echo_table").filter(pl.col("n") >= 3).collect()
    assert got["n"].min() == 3 and "n" in got["pushed_filters"][0], got


@check()
def scan_of_no_rows(w):
    same(w.rows("numbers").filter(pl.col("value") > 1000).collect().rows(), [])


@check()
def scans_with_random_filters(w):
    source = random.Random(7)
    every = list(range(100))
    for _ in range(12):
        low, high, one = (source.randrange(-5, 105) for _ in range(3))
        test = (pl.col("value") >= low) & (pl.col("value") < high) | (pl.col("value") == one)
        got = sorted(w.rows("numbers").filter(test).collect()["value"].to_list())
        same(got, [v for v in every if low <= v < high or v == one])


@check()
def scan_of_branches(w):
    got = w.rows("multi_branch_numbers").collect()["n"].to_list()
    same(sorted(got), sorted([*range(50), *range(50)]))


@check()
def scan_that_needs_a_filter(w):
    same(w.cat.table("data", "rff_simple").required_filters(), [["a"]])
    fails("requires a filter", lambda: w.rows("rff_simple").collect())


@check()
def statistics(w):
    (value,) = w.cat.table("data", "numbers").statistics()
    same((value.column_name, value.min.as_py(), value.max.as_py()), ("value", 0, 99))


@check(everywhere=True)
def time_travel(w):
    first = w.rows("versioned_data", at_unit="VERSION", at_value="1").collect()
    same(first.rows(), [(1,), (2,), (3,)])
    second = w.rows("versioned_data", at_unit="VERSION", at_value="2").collect()
    same((second.columns, second.height), (["id", "name", "score", "active"], 5))


@check()
def time_travel_to_nowhere(w):
    fails("Unknown version: 99", lambda: w.rows("versioned_data", at_unit="VERSION", at_value="99").collect())


@check()
def table_function(w):
    got = w.own.table_function(
        function_name="sequence", schema_path=["main"], arguments=Arguments(positional=(pa.scalar(5),))
    )
    same([v for batch in got for v in batch.column(0).to_pylist()], [0, 1, 2, 3, 4])


# --- functions over data


@check(everywhere=True)
def scalar(w):
    frame = pl.DataFrame({"s": ["a", "bé", None]})
    same(frame.select(w.cat.scalar_function("main", "upper_case")(pl.col("s"))).rows(), [("A",), ("BÉ",), (None,)])


@check()
def scalar_with_a_constant(w):
    frame = pl.DataFrame({"v": [1, None, -4]})
    same(frame.select(w.cat.scalar_function("main", "multiply")(pl.col("v"), 3)).rows(), [(3,), (None,), (-12,)])


@check()
def scalar_of_several_batches(w):
    batches = [ints(v=list(range(i, i + 50))) for i in range(0, 200, 50)]
    got = w.own.scalar_function(function_name="double", schema_path=["main"], input=iter(batches))
    # several streams give them in any order
    same(sorted(v for batch in got for v in batch.column(0).to_pylist()), [2 * v for v in range(200)])


@check(everywhere=True)
def in_out(w):
    frame = pl.LazyFrame({"a": [1, None, 3], "b": ["x", "y", None]})
    same(w.cat.table_in_out_function("main", "echo")(frame).collect().rows(), frame.collect().rows())


@check()
def in_out_with_an_argument(w):
    same(w.in_out("repeat_inputs", [ints(n=[1, 2])], 3).to_pydict(), {"n": [1, 2, 1, 2, 1, 2]})


@check()
def in_out_that_finishes(w):
    frame = pl.LazyFrame({"a": [1, 2, 4]})
    got = w.cat.table_in_out_function("main", "substream_partial_sum")(frame).collect()
    same(got.sum().row(0)[0], 7)


@check()
def buffering(w):
    frame = pl.LazyFrame({"a": [1, 2, None, 4], "b": [0.5, 1.5, 2.0, 4.0]})
    same(w.cat.table_in_out_function("main", "sum_all_columns")(frame).collect().rows(), [(7, 8.0)])


@check(everywhere=True)
def aggregate(w):
    frame = pl.DataFrame({"g": ["x", "x", "y"], "v": [1, 2, 40]})
    got = w.cat.aggregate_function("main", "vgi_sum")(frame, group_by=["g"])
    same(sorted(got.rows()), [("x", 3), ("y", 40)])


@check()
def aggregate_with_a_constant(w):
    got = w.cat.aggregate_function("main", "vgi_percentile")(pl.DataFrame({"v": [1.0, 2.0, 9.0]}), 0.5)
    same(got.rows(), [(2.0,)])


@check(everywhere=True)
def row_transform(w):
    frame = pl.LazyFrame({"n": [2, 0, 3], "s": ["a", "b", "c"]})
    got = w.cat.row_transform_function("main", "blended_explode")(frame, pl.col("n")).collect()
    same(got.rows(), [(2, "a", 0), (2, "a", 1), (3, "c", 0), (3, "c", 1), (3, "c", 2)])


@check()
def row_transform_of_constants(w):
    same(w.cat.row_transform_function("main", "blended_explode")(None, 3).collect().rows(), [(0,), (1,), (2,)])


# --- which attach a call is for


@check()
def another_catalog(w):
    call = dict(function_name="accumulate", schema_path=["main"], arguments=Arguments(positional=(pa.scalar("python"),)))
    attached = w.plain.catalog_attach(name="accumulate", data_version_spec=None, implementation_version=None)
    with w.client(attached.attach_opaque_data) as client:
        got = list(client.table_buffering_function(input=iter([ints(x=[1, 2])]), **call))
        same(sorted(v for batch in got for v in batch.column("x").to_pylist()), [1, 2])
    # what it keeps for an attach is not for a call that names none
    fails("belongs to no attached catalog", lambda: list(w.plain.table_buffering_function(input=iter([ints(x=[1])]), **call)))


@check()
def function_of_two_catalogs(w):
    batch = ints(v=[1])
    call = dict(function_name="test_same_name_catalog", schema_path=["main"])
    for name, answer in (("twin_a", None), ("twin_b", None)):
        attached = w.plain.catalog_attach(name=name, data_version_spec=None, implementation_version=None)
        with w.client(attached.attach_opaque_data) as client:
            (got,) = client.scalar_function(input=iter([batch]), **call)
            assert name in str(got.column(0)[0]), got
    fails("twin_a, twin_b", lambda: list(w.plain.scalar_function(input=iter([batch]), **call)))


@check()
def functions_of_no_attach(w):
    got = w.in_out("repeat_inputs", [ints(n=[5])], 2, client=w.plain)
    same(got.to_pydict(), {"n": [5, 5]})
    fails("Unknown function: 'nothing'", lambda: w.in_out("nothing", [ints(n=[5])], client=w.plain))


# --- errors


@check(everywhere=True)
def errors_leave_the_connection_usable(w):
    frame = pl.LazyFrame({"a": [1, 2, 3, 4]})
    fails("Intentional exception", lambda: w.cat.table_in_out_function("main", "exception_process")(frame).collect())
    fails("nothing", lambda: w.in_out("nothing", [ints(n=[5])]))
    same(w.in_out("repeat_inputs", [ints(n=[5])], 2).to_pydict(), {"n": [5, 5]})


@check()
def arguments_of_the_wrong_kind(w):
    fails("repeat_inputs", lambda: w.in_out("repeat_inputs", [ints(n=[5])], "many"))


# --- output in several batches


class Turns:
    """Counts the answers to each batch of input."""

    def __init__(self):
        self.most = 0
        process = Client._process_batch_on_worker

        def counted(*args, **options):
            answer = process(*args, **options)
            self.most = max(self.most, len(answer[0]))
            return answer

        Client._process_batch_on_worker = counted


TURNS = Turns()


def some_rows(source):
    rows = source.choice([0, 1, 2, source.randrange(40), source.randrange(150)])
    return pa.record_batch(
        {
            "n": pa.array([source.choice([None, source.randrange(6)]) for _ in range(rows)], pa.int64()),
            "s": pa.array([source.choice([None, "", "é" * source.randrange(30)]) for _ in range(rows)], pa.string()),
            "l": pa.array([source.choice([None, [], [1.5] * source.randrange(4)]) for _ in range(rows)], pa.list_(pa.float64())),
        }
    )


def random_in_outs(w, seed):
    source = random.Random(seed)
    with w.client(w.id) as client:
        for _ in range(3):
            batches = [some_rows(source) for _ in range(source.randrange(1, 4))]
            times = source.randrange(1, 4)
            for batch in batches:
                got = w.in_out("repeat_inputs", [batch], times, client=client)
                same(got.to_pylist(), batch.to_pylist() * times)
            # several streams give them in any order
            got = w.in_out("echo", batches, client=client).to_pylist()
            same(sorted(map(str, got)), sorted(str(row) for b in batches for row in b.to_pylist()))
            counts = ints(n=[source.randrange(5) for _ in range(source.randrange(1, 100))])
            parents = []
            got = w.in_out("blended_explode", [counts], client=client, parent_row_callback=parents.extend)
            origins = counts.column(0).to_pylist()
            same(got.column("i").to_pylist(), [i for n in origins for i in range(n)])
            same(parents, [row for row, n in enumerate(origins) for _ in range(n)])


def random_in_outs_of(w, threads):
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda seed: random_in_outs(w, seed), range(threads)))


@check()
def random_in_out(w):
    random_in_outs_of(w, 4)


def continued(w):
    TURNS.most = 0
    random_in_outs_of(w, 8)
    assert (TURNS.most > 1) == NEW, f"{TURNS.most} answers to a batch"


def turns_out_of_order(w, rows, last_turns, text):
    """Sends the batches of ``last_turns`` behind the answers to one of ``rows`` rows; the worker refuses them with ``text``."""
    batch = ints(n=list(range(rows)))
    process = Client._process_batch_on_worker

    def wrong(self, worker, *args, **options):
        for status in last_turns:
            turn = batch.slice(0, 0) if status else batch
            metadata = pa.KeyValueMetadata({"vgi.status": status}) if status else None
            worker.stream.exchange(vgi.client.client.AnnotatedBatch(batch=turn, custom_metadata=metadata))
        return process(self, worker, *args, **options)

    Client._process_batch_on_worker = wrong
    try:
        with w.client(w.id) as client:
            fails(text, lambda: w.in_out("echo", [batch], client=client))
    finally:
        Client._process_batch_on_worker = process
    same(w.in_out("echo", [batch]).to_pydict(), {"n": list(range(rows))})


def no_more_than_there_is(w):
    if NEW:
        turns_out_of_order(w, 1, [None, "CONTINUE"], "'echo' has no more output")
        turns_out_of_order(w, 1, ["CONTINUE"], "'echo' has no more output")


def nothing_is_left_behind(w):
    if NEW:
        turns_out_of_order(w, 1000, [None, None], "'echo' has more output for the batch before")


def more_than_the_caller_takes_at_once(w):
    """The worker divides only what would be refused: over HTTP its usual answer is the whole."""
    batch = ints(n=list(range(5000)))
    with w.client(w.id, accepted_max_response_bytes=LEAST_ANSWER) as client:
        TURNS.most = 0
        same(w.in_out("echo", [batch.slice(0, 3000)], client=client).to_pydict()["n"], list(range(3000)))
        same(TURNS.most, 1)
        if NEW:
            got = w.in_out("repeat_inputs", [batch], 5, client=client)
            same(got.to_pydict()["n"], list(range(5000)) * 5)
            assert TURNS.most > 3, TURNS.most
        else:
            fails(str(LEAST_ANSWER), lambda: w.in_out("repeat_inputs", [batch], 5, client=client))


def run(name, function, w):
    try:
        function(w)
        print("ok", name, flush=True)
    except BaseException as e:
        traceback.print_exc()
        print("failed", name + ":", " ".join(str(e).split()) or type(e).__name__, flush=True)


def main(pipes, launched, http, by_byte, by_thousand):
    for transport, location in (("stdio", pipes), ("launch", "launch:" + launched), ("http", http)):
        w = Worker(location)
        for function, everywhere in CHECKS:
            if everywhere or transport != "stdio":
                run(f"{transport} {function.__name__}", function, w)
        if transport == "http":
            run("more than the caller takes at once", more_than_the_caller_takes_at_once, w)
        w.close()
    for name, location in (("every byte", by_byte), ("a thousand bytes", by_thousand)):
        w = Worker(location)
        run(f"answers divided at {name}", continued, w)
        run(f"no more than there is at {name}", no_more_than_there_is, w)
        run(f"nothing is left behind at {name}", nothing_is_left_behind, w)
        w.close()
    print("ended", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

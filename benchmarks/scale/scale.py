#!/usr/bin/env python3
"""What a row costs a worker when there are many: the processor time of the worker for each row of a small and of a large
case, the memory it took, and whether the result is DuckDB's own.

    python3 scale.py --extension vgi.duckdb_extension --worker EXE [--transport launch|stdio] [--java "-Xmx256m"]
                     [--cases groups,window] [--threads 1,4,8] [--divide 10] [--markdown]

Needs the Python package duckdb. EXE serves the catalog `example`. --divide makes the large cases smaller; --java are options of
the JVM (JDK_JAVA_OPTIONS). Wall time is printed too, but on a busy machine only the processor time says anything.
"""
import argparse, os, subprocess, sys, tempfile, threading, time, uuid

import duckdb

TICK = os.sysconf("SC_CLK_TCK")


class Case:
    """One query; {n} is the number of rows, and `check` is the same by DuckDB's own means."""

    def __init__(self, small, large, setup, query, check, unit=1):
        self.small, self.large, self.setup, self.query, self.check, self.unit = small, large, setup, query, check, unit


SAME = "SELECT count(*), bit_xor(hash(t)), sum(hash(t) % 1000003) FROM ({}) t"
NUMBERS = "CREATE TEMP TABLE b AS SELECT i AS n, hash(i) % 1000 AS v FROM range({n}) r(i)"


def wide(columns):
    """Rows of `columns` columns each; one value counts as one row."""
    names = ", ".join(f"i + {c} AS c{c}" for c in range(columns))
    return f"CREATE TEMP TABLE b AS SELECT {names} FROM range({{n}}) r(i)"


CASES = {
    "groups": Case(100_000, 10_000_000, NUMBERS.replace("hash(i) % 1000", "(hash(i) % 1000)::BIGINT"),
                   SAME.format("SELECT n AS g, example.vgi_sum(v) AS s FROM b GROUP BY n"),
                   SAME.format("SELECT n AS g, sum(v)::BIGINT AS s FROM b GROUP BY n")),
    "rows_of_1000_groups": Case(1_000_000, 20_000_000, NUMBERS.replace("hash(i) % 1000", "(hash(i) % 1000)::BIGINT"),
                                SAME.format("SELECT n % 1000 AS g, example.vgi_sum(v) AS s FROM b GROUP BY g"),
                                SAME.format("SELECT n % 1000 AS g, sum(v)::BIGINT AS s FROM b GROUP BY g")),
    "buffering": Case(1_000_000, 100_000_000, NUMBERS.replace(", hash(i) % 1000 AS v", ""),
                      "SELECT count(*), sum(n), bit_xor(hash(n)) FROM example.buffer_input((SELECT n FROM b))",
                      "SELECT count(*), sum(n), bit_xor(hash(n)) FROM b"),
    "window": Case(20_000, 1_000_000, NUMBERS.replace("hash(i) % 1000", "(hash(i) % 1000)::BIGINT"),
                   SAME.format("SELECT n, vgi_window_sum(v) OVER (ORDER BY n ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS s FROM b"),
                   SAME.format("SELECT n, sum(v) OVER (ORDER BY n ROWS BETWEEN 3 PRECEDING AND CURRENT ROW)::BIGINT AS s FROM b")),
    "window_batch": Case(20_000, 1_000_000, NUMBERS.replace("hash(i) % 1000", "(hash(i) % 1000)::BIGINT"),
                         SAME.format("SELECT n, vgi_window_sum_batch(v) OVER (ORDER BY n ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS s FROM b"),
                         SAME.format("SELECT n, sum(v) OVER (ORDER BY n ROWS BETWEEN 3 PRECEDING AND CURRENT ROW)::BIGINT AS s FROM b")),
    "window_tree": Case(20_000, 1_000_000, NUMBERS.replace("hash(i) % 1000", "(hash(i) % 1000)::BIGINT"),
                        SAME.format("SELECT n, vgi_sum(v) OVER (ORDER BY n ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS s FROM b"),
                        SAME.format("SELECT n, sum(v) OVER (ORDER BY n ROWS BETWEEN 3 PRECEDING AND CURRENT ROW)::BIGINT AS s FROM b")),
    "columns_1000": Case(2_000, 50_000, wide(1000), SAME.format("SELECT * FROM example.echo((SELECT * FROM b))"),
                         SAME.format("SELECT * FROM b"), 1000),
    "text": Case(20_000, 1_000_000, "CREATE TEMP TABLE b AS SELECT i AS n, repeat(md5(i::VARCHAR), 32) AS s FROM range({n}) r(i)",
                 SAME.format("SELECT n, example.upper_case(s) AS s FROM b"), SAME.format("SELECT n, upper(s) AS s FROM b")),
    "long_text": Case(4_096, 131_072, "CREATE TEMP TABLE b AS SELECT i AS n, repeat(md5(i::VARCHAR), 256) AS s FROM range({n}) r(i)",
                      SAME.format("SELECT n, example.upper_case(s) AS s FROM b"), SAME.format("SELECT n, upper(s) AS s FROM b")),
    "scalar": Case(1_000_000, 20_000_000, NUMBERS.replace(", hash(i) % 1000 AS v", ""),
                   "SELECT sum(example.multiply(n, 2)) FROM b", "SELECT sum(n * 2) FROM b"),
}


class Workers:
    """The processes that carry this run's mark, watched for their time and memory."""

    def __init__(self, mark):
        self.mark, self.time, self.peak, self.most = f"VGI_SCALE_RUN={mark}\0".encode(), {}, 0, 0
        self.stop = threading.Event()
        threading.Thread(target=self.watch, daemon=True).start()

    def look(self):
        """The resident memory of each worker in MB, by its id."""
        now = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                if int(pid) == os.getpid() or self.mark not in open(f"/proc/{pid}/environ", "rb").read() + b"\0":
                    continue
                fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
                self.time[pid] = (int(fields[11]) + int(fields[12])) / TICK
                now[pid] = int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20
            except (OSError, IndexError):
                continue  # it ended meanwhile
        self.peak, self.most = max(self.peak, sum(now.values())), max(self.most, max(now.values(), default=0))
        return now

    def watch(self):
        while not self.stop.wait(0.25):
            self.look()

    def seconds(self):
        self.look()
        return sum(self.time.values())


def measure(con, workers, case, rows, least=0.0):
    """Runs the query, again until the worker took `least` seconds, since the clock of processes has steps of 10 ms."""
    con.execute("DROP TABLE IF EXISTS b")
    con.execute(case.setup.format(n=rows))
    expected = con.execute(case.check).fetchall()
    workers.peak = workers.most = runs = 0
    right, wall, before = True, time.perf_counter(), workers.seconds()
    while not runs or workers.seconds() - before < least:
        right &= con.execute(case.query).fetchall() == expected
        runs += 1
    wall, cpu, values = time.perf_counter() - wall, workers.seconds() - before, runs * rows * case.unit
    con.execute("DROP TABLE b")
    return wall / values * 1e9, cpu / values * 1e9, workers.most, workers.peak, right


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--extension", required=True)
    args.add_argument("--worker", required=True)
    args.add_argument("--transport", choices=("launch", "stdio"), default="launch")
    args.add_argument("--java", default="")
    args.add_argument("--cases", default=",".join(CASES))
    args.add_argument("--threads", default="1")
    args.add_argument("--divide", type=float, default=1)
    args.add_argument("--idle", type=float, default=0, help="look again after so many seconds without a call")
    args.add_argument("--markdown", action="store_true")
    a = args.parse_args()

    run = tempfile.mkdtemp(prefix="scale-")
    os.environ.update(XDG_RUNTIME_DIR=run, VGI_SCALE_RUN=uuid.uuid4().hex)
    if a.java:
        os.environ["JDK_JAVA_OPTIONS"] = a.java
    row = "| {} | {} | {} | {} | {} | {} | {} | {} |" if a.markdown else "{:20} {:>8} {:>11} {:>11} {:>7} {:>9} {:>9} {}"
    print(row.format("case", "threads", "small ns", "large ns", "ratio", "wall ns", "RSS MB", "result"), flush=True)
    if a.markdown:
        print("|---|" + "---:|" * 6 + "---|")
    wrong = 0
    for name in a.cases.split(","):
        case = CASES[name]
        # a worker for each case, so that the memory is that of the case
        os.environ["VGI_SCALE_RUN"] = uuid.uuid4().hex
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(dir=run)
        child = subprocess.run([sys.executable, __file__, "--child", name, a.extension, a.worker, a.transport, a.threads,
                                str(a.divide), str(a.idle)], stdout=subprocess.PIPE, text=True)
        for line in child.stdout.splitlines():
            print(row.format(*line.split("\t")), flush=True)
            wrong += not line.endswith("same")
        wrong += child.returncode != 0
    sys.exit(1 if wrong else 0)


def child(name, extension, worker, transport, threads, divide, idle):
    case, workers = CASES[name], Workers(os.environ["VGI_SCALE_RUN"])
    con = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    con.execute(f"LOAD '{extension}'")
    con.execute("SET preserve_insertion_order=false")
    con.execute(f"ATTACH 'example' AS example (TYPE vgi, LOCATION '{'launch:' if transport == 'launch' else ''}{worker}')")
    con.execute("SET search_path='memory.main,example.main'")
    con.execute("SET threads=1")
    measure(con, workers, case, case.small, 2)  # the JIT compiler's time is not the rows'
    for t in threads.split(","):
        con.execute(f"SET threads={t}")
        small = measure(con, workers, case, case.small, 0.5)
        large = measure(con, workers, case, max(case.small, int(case.large / float(divide))))
        ratio = large[1] / small[1] if small[1] else float("nan")
        print(name, t, *(f"{x:.0f}" for x in (small[1], large[1])), f"{ratio:.2f}", f"{large[0]:.0f}",
              f"{large[2]:.0f}" + (f" ({large[3]:.0f} all)" if large[3] > large[2] * 1.05 else ""),
              "same" if small[4] and large[4] else "DIFFERENT", sep="\t", flush=True)
    if float(idle):
        time.sleep(float(idle))
        print(name, "idle", "", "", "", "", f"{sum(workers.look().values()):.0f}", "same", sep="\t", flush=True)
    workers.stop.set()


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "--child":
        child(*sys.argv[2:])
    else:
        main()

"""How fast records become a store, and how fast the store answers: python benchmarks/graph.py [QUADS ...]

The data have the shape of samples/: their records are copied with other numbers, names and text layers. For each size:
resolution, writing of quads, loading of ready N-Quads text and optimising, the whole way from records to an optimised
store and its ratio to the loading alone, size on disk, peak memory, and the time of each question; beside it rdflib's own
store up to 30,000 quads. The growth of cost from size to size is printed at the end. Sizes are 1e4, 1e5 and 1e6 unless
others are given; all records of a size are held in memory, so 1e7 needs more than ten times the 1.4 GB of 1e6.
"""

import dataclasses
import hashlib
import resource
import shutil
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

import cancu
from cancu.extract.records import Record
from cancu.graph import query as q
from cancu.graph.build import quads
from cancu.graph.engine import Oxigraph
from cancu.graph.entities import entities, issuers
from cancu.graph.resolve import resolve
from cancu.graph.store import bulk_load
from cancu.ontology.identifiers import Identifiers
from cancu.ontology.tables import Tables

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SIZES = (10_000, 100_000, 1_000_000)
RDFLIB_UP_TO = 30_000


def copies(count):
    """`count` records with their texts, each a sample under another name and number."""
    originals = [(cancu.parse(path), cancu.read(path).text) for path in sorted(SAMPLES.iterdir())]
    for i in range(count):
        record, text = originals[i % len(originals)]
        documents = tuple(
            dataclasses.replace(d, number=f"{i + 1000}/{d.number.partition('/')[2]}" if d.number else None)
            for d in record.documents
        )
        # Most tasks of two plans differ; one in ten is worded alike.
        tasks = tuple(
            dataclasses.replace(a, task=a.task if n % 10 == 0 else f"{a.task} ({i})")
            for n, a in enumerate(record.assignments)
        )
        layer = hashlib.sha256(f"{i}".encode()).hexdigest()
        yield (
            dataclasses.replace(
                record, source=f"{i:07d}.txt", documents=documents, assignments=tasks, text_sha256=layer
            ),
            text,
        )


def chunks(records: list[tuple[Record, str]], tables, ids):
    resolution = resolve([r for r, _ in records], tables=tables, ids=ids)
    for record, text in records:
        yield quads(record, text, resolution=resolution, tables=tables, ids=ids)
    documents = [(r.source, d) for r, _ in records for d in r.documents]
    yield entities(resolution, (d.type or "" for _, d in documents), tables=tables, ids=ids)
    yield issuers(resolution, documents, ids)


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def loaded(folder, lines):
    shutil.rmtree(folder, ignore_errors=True)
    store = ox.Store(str(folder))
    bulk_load(store, lines)
    store.optimize()
    store.flush()
    return store


def size_on_disk(folder):
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def example(name, records):
    """The question's example, on documents that the copies hold."""
    values = dict(q.question(name).example)
    if values.get("document") in ("434/KH-UBND", "09/KH-UBND"):
        values["document"] = next(
            r.source for r, _ in records if r.documents[0].number and "KH-UBND" in r.documents[0].number
        )
    return values


def measure(target, folder):
    tables, ids = Tables.load(), Identifiers()
    per_record = sum(c.count("\n") for c in chunks(list(copies(5)), tables, ids)) / 5
    records = list(copies(max(5, round(target / per_record))))
    seconds_resolve, _ = timed(lambda: resolve([r for r, _ in records], tables=tables, ids=ids))
    seconds_emit, text = timed(lambda: list(chunks(records, tables, ids)))
    count = sum(c.count("\n") for c in text)
    seconds_load, store = timed(lambda: loaded(folder, text))
    del store
    seconds_whole, store = timed(lambda: loaded(folder, chunks(records, tables, ids)))
    ratio = seconds_whole / seconds_load
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    disk = size_on_disk(folder) / 2**20
    print(f"\n{count:,} quads from {len(records):,} records")
    print(
        f"  resolve {seconds_resolve:.2f} s; resolve and write {seconds_emit:.2f} s, {count / seconds_emit:,.0f} quads/s"
    )
    print(f"  load ready text {seconds_load:.2f} s, {count / seconds_load:,.0f} quads/s")
    print(f"  records to optimised store {seconds_whole:.2f} s = {ratio:.2f} x the loading alone (aim: 1.7)")
    print(f"  {disk:,.0f} MiB on disk, {disk * 2**20 / count:.0f} bytes/quad; peak {peak:,.0f} MiB")
    engine, times = Oxigraph(store), {"build": seconds_whole}
    for name in q.questions():
        values = example(name, records)
        q.ask(engine, name, values)
        seconds, rows = timed(lambda name=name, values=values: q.ask(engine, name, values))
        times[name] = seconds
        print(f"  {name:20} {1000 * seconds:9.1f} ms  {len(rows):7,} rows")
    if count <= RDFLIB_UP_TO:
        beside_rdflib(text, records)
    return count, times


def beside_rdflib(text, records):
    import importlib.util
    import warnings

    warnings.simplefilter("ignore", DeprecationWarning)
    place = Path(__file__).resolve().parent.parent / "tests" / "conftest.py"
    spec = importlib.util.spec_from_file_location("conftest", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    seconds, engine = timed(lambda: module.OnRdflib("".join(text)))
    print(f"  rdflib: load {seconds:.2f} s")
    for name in q.questions():
        seconds, rows = timed(lambda name=name: q.ask(engine, name, example(name, records)))
        print(f"  rdflib: {name:20} {1000 * seconds:9.1f} ms  {len(rows):7,} rows")


def main():
    sizes = [int(float(a)) for a in sys.argv[1:]] or SIZES
    with tempfile.TemporaryDirectory() as scratch:
        results = [measure(size, Path(scratch) / f"store{n}") for n, size in enumerate(sizes)]
    for (small, before), (large, after) in pairwise(results):
        print(f"\ncost growth from {small:,} to {large:,} quads ({large / small:.1f} x the data)")
        for name in before:
            print(f"  {name:20} {after[name] / max(before[name], 1e-4):7.1f} x")


if __name__ == "__main__":
    main()

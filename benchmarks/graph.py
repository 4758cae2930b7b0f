"""How fast records become a store, and how fast the store answers: python benchmarks/graph.py [QUADS ...] [--keep FOLDER]

The data have the shape of samples/: their records are copied with other numbers, names and text layers, one at a time, so
that what is measured is the memory of the build and not of the data. Every 315 copies (63 provinces, five samples) cite
documents of their own and word one task in ten alike, as the plans of one national programme do; every other task differs.

For each size: resolution, writing of quads, loading of ready N-Quads text and optimising, the whole way from records to an
optimised store and its ratio to the loading alone, size on disk, peak memory, and the time of each question, first on a
store just opened whose files are not in memory ("cold", where the system can be told so), then three times more: the mean
processor time, which other work on the machine does not change, and the median by the clock.
Beside it rdflib's own store up to 30,000 quads. The growth of cost from size to size is printed at the end. Sizes are 1e4,
1e5 and 1e6 unless others are given; 1e7 needs 6 GB of disk and 20 minutes. `--keep` leaves the stores and texts in FOLDER.
"""

import argparse
import dataclasses
import hashlib
import os
import re
import resource
import shutil
import statistics
import tempfile
import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

import cancu
from cancu.graph import query as q
from cancu.graph.assemble import Settings, assemble
from cancu.graph.engine import Oxigraph
from cancu.graph.store import Holding, bulk_load
from cancu.ontology.identifiers import Identifiers
from cancu.ontology.tables import Tables

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SIZES = (10_000, 100_000, 1_000_000)
PROVINCES = 63
RDFLIB_UP_TO = 30_000
ROUNDS = 3  # of loading and of building, up to SMALL quads
SMALL = 2_000_000
OF_THE_WHOLE = {"coverage-gaps"}  # takes a document and counts the corpus
SETTINGS = Settings(Tables.load(), Identifiers())


class Copies:
    """A library of `count` records, each a sample under another name and number, made when it is asked for."""

    def __init__(self, count):
        self.originals = [(cancu.parse(path), cancu.read(path).text) for path in sorted(SAMPLES.iterdir())]
        self.kept = tuple(Holding(f"{i:07d}.txt", str(i), "", layer(i)) for i in range(count))

    def holdings(self):
        return self.kept

    def text(self, holding):
        return self.originals[int(holding.key) % len(self.originals)][1]

    def record(self, holding):
        i = int(holding.key)
        programme = i // (PROVINCES * len(self.originals))
        record = self.originals[i % len(self.originals)][0]
        return dataclasses.replace(
            record,
            source=holding.name,
            text_sha256=holding.text_sha256,
            documents=tuple(
                dataclasses.replace(d, number=f"{i + 1000}/{d.number.partition('/')[2]}" if d.number else None)
                for d in record.documents
            ),
            citations=tuple(of_programme(c, programme) for c in record.citations),
            assignments=tuple(alike(a, programme if n % 10 == 0 else i) for n, a in enumerate(record.assignments)),
        )


def layer(i):
    return hashlib.sha256(f"{i}".encode()).hexdigest()


def of_programme(citation, programme):
    """The citation as the plans of another programme would have it: other numbers and names, the same laws."""
    if programme and citation.number:
        return dataclasses.replace(citation, number=re.sub(r"^\d+", lambda m: f"{programme}{m[0]}", citation.number))
    if programme and citation.kind == "programme_by_name":
        return dataclasses.replace(citation, title=f"{citation.title} {programme}")
    return citation


def alike(assignment, mark):
    output = assignment.output and f"{assignment.output} ({mark})"
    return dataclasses.replace(assignment, task=f"{assignment.task} ({mark})", output=output)


def chunks(library):
    return assemble(library, SETTINGS, datetime.now(UTC))[2]


def timed(work):
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    return seconds, result


def spent(work):
    """Seconds by the clock and of the processor, all threads."""
    before = time.process_time()
    seconds, _ = timed(work)
    return seconds, time.process_time() - before


def best(costs):
    """The least of each of several costs."""
    return tuple(min(part) for part in zip(*costs, strict=True))


def loaded(folder, lines):
    shutil.rmtree(folder, ignore_errors=True)
    store = ox.Store(str(folder))
    bulk_load(store, lines)
    store.optimize()
    store.flush()


def written(path, lines):
    """Write chunks of N-Quads text to a file; returns the number of quads."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for chunk in lines:
            count += chunk.count("\n")
            file.write(chunk)
    return count


def read_back(path):
    with path.open(encoding="utf-8") as file:
        yield from iter(lambda: file.read(1 << 20), "")


def size_on_disk(folder):
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def forget(folder):
    """Ask the system to drop the files of a store from memory, as after a start of the machine."""
    os.sync()
    for path in folder.rglob("*"):
        if path.is_file() and hasattr(os, "posix_fadvise"):
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def example(name, library):
    """The question's example, on documents that the copies hold."""
    values = dict(q.question(name).example)
    if values.get("document") in ("434/KH-UBND", "09/KH-UBND"):
        at = next(i for i, (r, _) in enumerate(library.originals) if r.documents[0].number == values["document"])
        values["document"] = library.kept[at].name
    return values


def measure(target, scratch):
    per_record = sum(chunk.count("\n") for chunk in chunks(Copies(5))) / 5
    library = Copies(max(5, round(target / per_record)))
    text, folder = scratch / f"{target}.nq", scratch / f"store-{target}"
    seconds_resolve, ready = timed(lambda: chunks(library))
    seconds_write, count = timed(lambda: written(text, ready))
    at_writing = peak()
    # By turns, and the best of each: other work on the machine slows one or the other.
    loads, wholes = [], []
    for _ in range(ROUNDS if count <= SMALL else 1):
        loads.append(spent(lambda: loaded(folder, read_back(text))))
        wholes.append(spent(lambda: loaded(folder, chunks(library))))
    (seconds_load, processor_load), (seconds_whole, processor_whole) = best(loads), best(wholes)
    disk = size_on_disk(folder)
    print(f"\n{count:,} quads from {len(library.kept):,} records, {text.stat().st_size / 2**20:,.0f} MiB as N-Quads")
    print(f"  resolve {seconds_resolve:.2f} s, write {seconds_write:.2f} s, {count / seconds_write:,.0f} quads/s")
    print(f"  load ready text {seconds_load:.2f} s, {count / seconds_load:,.0f} quads/s")
    print(f"  records to optimised store {seconds_whole:.2f} s, {count / seconds_whole:,.0f} quads/s")
    print(f"    = {seconds_whole / seconds_load:.2f} x the loading alone by the clock (aim: 1.7)")
    print(f"    = {processor_whole / processor_load:.2f} x the loading alone by the processor, all threads")
    print(f"  {disk / 2**20:,.0f} MiB on disk, {disk / count:.0f} bytes/quad")
    print(f"  peak {at_writing:,.0f} MiB when the text is written, {peak():,.0f} MiB with the loading")
    times = {"build": seconds_whole} | ask_all(folder, library)
    print(f"  peak {peak():,.0f} MiB with the questions", flush=True)
    if count <= RDFLIB_UP_TO:
        beside_rdflib(text.read_text(encoding="utf-8"), library)
    return count, times


def ask_all(folder, library):
    """The processor time of each question on a warm store, which other work on the machine does not change."""
    times = {}
    for name, asked in q.questions().items():
        forget(folder)
        engine, values = Oxigraph(ox.Store.read_only(str(folder))), example(name, library)
        cold, rows = timed(lambda name=name, values=values, engine=engine: q.ask(engine, name, values))
        before = time.process_time()
        warm = [timed(lambda name=name, values=values, engine=engine: q.ask(engine, name, values))[0] for _ in range(3)]
        times[name] = (time.process_time() - before) / 3
        one = "document" in asked.example and name not in OF_THE_WHOLE
        about = "one document" if one else "the whole"
        wall = statistics.median(warm)
        print(
            f"  {name:20} {1000 * times[name]:9.1f} ms of processor, {1000 * wall:9.1f} ms, cold {1000 * cold:9.1f} ms"
            f" {len(rows):9,} rows  {about}",
            flush=True,
        )
    return times


def beside_rdflib(text, library):
    import importlib.util
    import warnings

    warnings.simplefilter("ignore", DeprecationWarning)
    place = Path(__file__).resolve().parent.parent / "tests" / "conftest.py"
    spec = importlib.util.spec_from_file_location("conftest", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    seconds, engine = timed(lambda: module.OnRdflib(text))
    print(f"  rdflib: load {seconds:.2f} s")
    for name in q.questions():
        seconds, rows = timed(lambda name=name: q.ask(engine, name, example(name, library)))
        print(f"  rdflib: {name:20} {1000 * seconds:9.1f} ms  {len(rows):7,} rows")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=float, default=SIZES)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        place = given.keep or Path(scratch)
        place.mkdir(parents=True, exist_ok=True)
        results = [measure(int(size), place) for size in given.sizes]
    for (small, before), (large, after) in pairwise(results):
        print(f"\ncost growth from {small:,} to {large:,} quads ({large / small:.1f} x the data)")
        for name in before:
            print(f"  {name:20} {after[name] / max(before[name], 1e-4):7.1f} x")


if __name__ == "__main__":
    main()

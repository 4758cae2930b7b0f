"""The spaCy components: found by entry point, exact on token borders, at home in pipes and on disk."""

import multiprocessing

import pytest
import spacy
from spacy.tokens import DocBin

TEXT = (
    "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08 tháng 6 năm 2010 của Chính phủ;\n"
    "Giao Sở Nội vụ chủ trì, phối hợp với Sở Tư pháp triển khai thực hiện Chỉ thị số 07-CT/TU của Tỉnh ủy."
)


@pytest.fixture
def nlp():
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("cancu")
    return pipeline


def test_citations_are_spans_with_labels_and_the_records_entry(nlp):
    doc = nlp(TEXT)
    spans = doc.spans["citations"]
    assert [s.text for s in spans] == ["Nghị định số 63/2010/NĐ-CP", "Chỉ thị số 07-CT/TU"]
    assert [s.label_ for s in spans] == ["NUMBERED", "NUMBERED"]
    assert spans[0]._.cancu["issuer"] == "Chính phủ"
    assert doc._.cancu.citations[1].number == "07-CT/TU"
    assert doc._.cancu_unaligned == []


def test_agencies_and_assignments_are_spans(nlp):
    doc = nlp(TEXT)
    assert {"Sở Nội vụ", "Sở Tư pháp"} <= {s.text for s in doc.spans["agencies"]}
    assert ("Sở Nội vụ", "LEAD") in {(s.text, s.label_) for s in doc.spans["bearers"]}
    assert [s.label_ for s in doc.spans["assignments"]] == ["TASK"]


@pytest.mark.parametrize(
    ("factory", "groups"),
    [
        ("cancu_citations", {"citations", "provisions"}),
        ("cancu_agencies", {"agencies"}),
        ("cancu_assignments", {"assignments", "bearers"}),
    ],
)
def test_each_component_writes_its_own_groups(factory, groups):
    nlp = spacy.blank("xx")
    nlp.add_pipe(factory)
    assert set(nlp(TEXT).spans) == groups


def test_components_of_one_pipeline_read_a_document_once(monkeypatch):
    from cancu.extract import spacy_components

    calls = []
    parse = spacy_components.parse
    monkeypatch.setattr(spacy_components, "parse", lambda *a, **k: calls.append(1) or parse(*a, **k))
    nlp = spacy.blank("xx")
    for factory in ("cancu_citations", "cancu_agencies", "cancu_assignments"):
        nlp.add_pipe(factory)
    nlp(TEXT)
    assert len(calls) == 1


def test_ents_on_wish_leave_what_is_there():
    nlp = spacy.blank("xx")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "MINE", "pattern": "Sở Tư pháp"}])
    nlp.add_pipe("cancu", config={"set_ents": True})
    found = {(e.text, e.label_) for e in nlp(TEXT).ents}
    assert ("Sở Tư pháp", "MINE") in found
    assert ("Nghị định số 63/2010/NĐ-CP", "NUMBERED") in found


def test_a_token_that_swallows_punctuation_is_refused_not_widened():
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})  # splits at blanks only
    nlp.add_pipe("cancu_citations")
    doc = nlp("Theo Nghị định số 63/2010/NĐ-CP, các Sở báo cáo.")
    assert list(doc.spans["citations"]) == []
    assert [doc.text[start:end] for start, end, _, _ in doc._.cancu_unaligned] == ["Nghị định số 63/2010/NĐ-CP"]


def test_the_tokenizer_keeps_numbers_whole():
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": "cancu.Tokenizer.v1"}}})
    nlp.add_pipe("cancu_citations")
    doc = nlp("Theo Nghị định số 63/2010/NĐ-CP, Chỉ thị số 07-CT/TU và Luật số 45/2019/QH14.")
    tokens = [t.text for t in doc]
    assert {"63/2010/NĐ-CP", "07-CT/TU", "45/2019/QH14"} <= set(tokens)
    assert "".join(t.text_with_ws for t in doc) == doc.text
    assert len(doc.spans["citations"]) == 3


def test_pipe_with_two_processes_gives_the_same(nlp):
    texts = [TEXT, "Không có gì.", TEXT.replace("63/2010", "43/2006")]
    alone = [[s.text for s in doc.spans["citations"]] for doc in nlp.pipe(texts)]
    both = list(nlp.pipe(texts, n_process=2, batch_size=1))
    assert [[s.text for s in doc.spans["citations"]] for doc in both] == alone
    assert both[2]._.cancu.citations[0].number == "43/2006/NĐ-CP"


def test_processes_that_are_spawned_get_the_components(nlp, monkeypatch):
    """As on Windows and macOS: what a process needs is pickled, the getters of the attributes too."""
    monkeypatch.setattr("spacy.language.mp", multiprocessing.get_context("spawn"))
    docs = nlp.pipe([TEXT, TEXT.replace("63/2010", "43/2006")], n_process=2, batch_size=1)
    assert [doc._.cancu.citations[0].number for doc in docs] == ["63/2010/NĐ-CP", "43/2006/NĐ-CP"]


def test_documents_and_pipelines_survive_the_disk(nlp, tmp_path):
    box = DocBin(docs=[nlp(TEXT)], store_user_data=True)
    (doc,) = DocBin().from_bytes(box.to_bytes()).get_docs(nlp.vocab)
    assert doc._.cancu.citations[0].number == "63/2010/NĐ-CP"
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    before, after = nlp(TEXT), again(TEXT)
    assert [s.text for s in after.spans["citations"]] == [s.text for s in before.spans["citations"]]


def test_a_doc_without_a_record_says_what_to_do(nlp):
    with pytest.raises(ValueError, match="add a cancu component"):
        _ = nlp.make_doc("a")._.cancu


def test_an_empty_doc_is_no_error(nlp):
    assert list(nlp("").spans["citations"]) == []

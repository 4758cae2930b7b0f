"""The closed vocabulary: every term that the graph uses, as a constant; a misspelt term raises AttributeError.

`CANCU` equals `cancu.ttl`, and the reused terms are those of the ontologies' own files: tests hold both. The library
writes no term that is not here, and none that its ontology deprecates (eli:implements is; cancu:implements takes its
place). Longer than 400 lines, because it holds one line for each term.
"""
# ruff: noqa: N815, RUF012 -- names and layout are those of the ontologies and of rdflib's DefinedNamespace

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rdflib import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SKOS, TIME, XSD
from rdflib.namespace import DCAT, VOID, DefinedNamespace, Namespace
from rdflib.term import URIRef


class ELI(DefinedNamespace):
    """ELI 1.5, the European Legislation Identifier ontology."""

    _NS = Namespace("http://data.europa.eu/eli/ontology#")
    _fail = True
    _extras = ["InForce-inForce", "InForce-notInForce", "InForce-partiallyInForce"]

    Format: URIRef
    LegalExpression: URIRef
    LegalResource: URIRef
    LegalResourceSubdivision: URIRef
    Organization: URIRef
    Work: URIRef
    amends: URIRef
    applies: URIRef
    based_on: URIRef
    changes: URIRef
    cites: URIRef
    consolidates: URIRef
    corrects: URIRef
    countersigned_by: URIRef
    date_applicability: URIRef
    date_document: URIRef
    date_no_longer_in_force: URIRef
    date_publication: URIRef
    embodies: URIRef
    ensures_implementation_of: URIRef
    first_date_entry_in_force: URIRef
    has_annex: URIRef
    has_part: URIRef
    id_local: URIRef
    in_force: URIRef
    is_about: URIRef
    is_embodied_by: URIRef
    is_exemplified_by: URIRef
    is_part_of: URIRef
    is_realized_by: URIRef
    is_translation_of: URIRef
    jurisdiction: URIRef
    language: URIRef
    number: URIRef
    passed_by: URIRef
    realizes: URIRef
    refers_to: URIRef
    related_to: URIRef
    relevant_for: URIRef
    repeals: URIRef
    title: URIRef
    type_document: URIRef
    type_subdivision: URIRef


class ELIDL(DefinedNamespace):
    """ELI-DL, the draft legislation extension of ELI."""

    _NS = Namespace("http://data.europa.eu/eli/eli-draft-legislation-ontology#")
    _fail = True

    ForeseenActivity: URIRef
    Participation: URIRef
    had_participant_organization: URIRef
    had_responsible_organization: URIRef


class PPLAN(DefinedNamespace):
    """P-Plan. The ontology itself spells isPreceededBy so."""

    _NS = Namespace("http://purl.org/net/p-plan#")
    _fail = True

    Plan: URIRef
    Step: URIRef
    Variable: URIRef
    hasOutputVar: URIRef
    isOutputVarOf: URIRef
    isPreceededBy: URIRef
    isStepOfPlan: URIRef


class OA(DefinedNamespace):
    """The Web Annotation vocabulary."""

    _NS = Namespace("http://www.w3.org/ns/oa#")
    _fail = True

    Annotation: URIRef
    SpecificResource: URIRef
    TextPositionSelector: URIRef
    TextQuoteSelector: URIRef
    TextualBody: URIRef
    assessing: URIRef
    end: URIRef
    exact: URIRef
    hasBody: URIRef
    hasSelector: URIRef
    hasSource: URIRef
    hasTarget: URIRef
    identifying: URIRef
    linking: URIRef
    motivatedBy: URIRef
    prefix: URIRef
    start: URIRef
    suffix: URIRef


class CITO(DefinedNamespace):
    """CiTO, the Citation Typing Ontology."""

    _NS = Namespace("http://purl.org/spar/cito/")
    _fail = True

    Citation: URIRef
    hasCitationCharacterization: URIRef
    hasCitedEntity: URIRef
    hasCitingEntity: URIRef


class CV(DefinedNamespace):
    """The Core Vocabularies for public organisations and services."""

    _NS = Namespace("http://data.europa.eu/m8g/")
    _fail = True

    Participation: URIRef
    PublicOrganisation: URIRef
    frequency: URIRef
    hasParticipant: URIRef
    hasParticipation: URIRef
    role: URIRef


class SCHEMA(DefinedNamespace):
    """schema.org, for amounts and for exports."""

    _NS = Namespace("https://schema.org/")
    _fail = True

    MonetaryAmount: URIRef
    QuantitativeValue: URIRef
    currency: URIRef
    isBasedOn: URIRef
    legislationIdentifier: URIRef
    maxValue: URIRef
    minValue: URIRef
    unitText: URIRef
    value: URIRef


class CANCU(DefinedNamespace):
    """The terms of `cancu.ttl`, each with its English definition."""

    _NS = Namespace("https://w3id.org/cancu/ns#")
    _fail = True

    Document: URIRef  # A document issued by a State body, a Party body or an organisation, which can be cited by ...
    Plan: URIRef  # A document that sets goals and tasks for a period: Kế hoạch, Chương trình, Đề án, Dự án, Chiến ...
    Catalogue: URIRef  # A list of known documents that the user gave, and the graph of what it says.
    CatalogueEntry: URIRef  # One row of a catalogue, about one document.
    SourceFile: URIRef  # The file that statements were extracted from, named by its path relative to what the user ...
    TextLayer: URIRef  # The characters of a source file that all offsets index, named by the hash of the text.
    Subdivision: URIRef  # An article, clause, point or annex of a document.
    LegalImpact: URIRef  # The act of amending, replacing, repealing or suspending another document or part of it, ...
    Termination: URIRef  # A legal impact that ends a document as a whole: its replacement, its repeal or its expiry.
    Interruption: URIRef  # A legal impact that keeps a document as a whole from being carried out for a time: its ...
    Citation: URIRef  # One mention of another document, resolved or not.
    Claim: URIRef  # One statement drawn from a piece of text, with its evidence and the rule that drew it.
    Finding: URIRef  # Something that a reader of the document should know: a contradiction, an impossible date, an ...
    Review: URIRef  # A person's decision to accept, reject or correct a claim.
    Rule: URIRef  # A rule by which statements are drawn, with its measured precision on marked sentences.
    Task: URIRef  # A piece of work that a document makes one or more bodies answerable for.
    Deliverable: URIRef  # What a task has to produce.
    Participation: URIRef  # One body in one role of a task, with the words that name it.
    Target: URIRef  # A goal that is stated as a number.
    Budget: URIRef  # An amount of money set aside for a document or a task.
    Agency: URIRef  # A body, an organisation or an office with powers.
    AgencyGroup: URIRef  # Bodies named together; never expanded into its members without being told.
    Area: URIRef  # A province, district or commune in one epoch: a merger or a split makes a new one.
    ChangeEvent: URIRef  # The founding, merging, splitting, dissolving or renaming of a body or an area.
    implements: URIRef  # This document carries the other one out.
    replaces: URIRef  # This document ends the other one and takes its place.
    guides: URIRef  # This document explains how the other one is to be carried out.
    details: URIRef  # This document lays down the details that the other one asks for.
    guidesApplication: URIRef  # This document explains how the other one is applied, without new rules.
    promulgates: URIRef  # This document issues the plan, programme or regulation that comes with it.
    approves: URIRef  # This document gives its assent to a programme, scheme or plan.
    proposesAmendmentOf: URIRef  # This document proposes that the other one be amended.
    partiallyAmends: URIRef  # This document amends provisions of the other one, and which ones is not known.
    partiallyRepeals: URIRef  # This document repeals or replaces a part of the other one.
    supplements: URIRef  # This document adds to the other one.
    suspends: URIRef  # This document stops the other one from being carried out for the time being.
    defersForce: URIRef  # This document puts off the force of the other one.
    extendsForce: URIRef  # This document prolongs the time in which the other one is applied.
    partiallySuspends: URIRef  # This document suspends a part of the other one, or puts its force off.
    resumesForce: URIRef  # This document says that the other one goes on in force, or ends its suspension.
    competenceBasis: URIRef  # A legal basis that gives the issuer its powers.
    contentBasis: URIRef  # A legal basis that the content of the document rests on.
    notation: URIRef  # The letters of number and symbol.
    status: URIRef  # Whether the document is in the corpus, only cited, or known by its name only.
    InCorpus: URIRef  # The document itself has been read.
    CitedOnly: URIRef  # Other documents cite it by number; it has not been read.
    KnownByName: URIRef  # Other documents name it; its number is not known.
    periodStart: URIRef  # The first year that the document plans for.
    periodEnd: URIRef  # The last year that the document plans for.
    level: URIRef  # The level of a body: central, province, district, commune, party, mass.
    provinceName: URIRef  # The name of the province or of the city under central government.
    place: URIRef  # The place written in the head of the document.
    signerName: URIRef  # The name of the person who signed.
    signerPosition: URIRef  # The office of the person who signed.
    signedOnBehalf: URIRef  # The line that says for whom the document is signed.
    signedFor: URIRef  # The line that says in whose place a deputy signs.
    recipient: URIRef  # One line of the list of recipients.
    inSource: URIRef  # The source file that holds the document.
    localId: URIRef  # The id of this part in the record of its source.
    expiresOn: URIRef  # The first day on which the document is no longer in force (one day after ...
    draft: URIRef  # The document is a draft.
    isNormative: URIRef  # Whether the document is a normative legal document rather than an administrative one.
    identityRule: URIRef  # The rule that gave the document its identifier.
    saidBy: (
        URIRef  # The citation, or the row of a catalogue, from which a fact about a document that was not read is ...
    )
    firstCitation: URIRef  # The first citation that means, or may mean, a document that was not read.
    retrievedOn: URIRef  # The day on which the catalogue was taken from its publisher, as the user says it.
    asOf: URIRef  # The day on which eli:in_force holds: the last day of signature of a document that was read.
    lists: URIRef  # The document that a row of a catalogue is about.
    listsInstrument: URIRef  # The programme or scheme that the document issues or approves, as its title in the ...
    catalogueStatus: URIRef  # What a catalogue says of the force of the document.
    path: URIRef  # The path of the source file relative to what the user gave.
    sha256: URIRef  # SHA-256 of the bytes of the file.
    textSha256: URIRef  # SHA-256 of the text layer in UTF-8.
    textLayer: URIRef  # The text layer of the source file.
    textLength: URIRef  # The number of characters of the text layer.
    reader: URIRef  # What read the file, with its version.
    citedText: URIRef  # The citation as written.
    citedType: URIRef  # Stated type: what the words of the citation itself say.
    citedNumber: URIRef  # Stated number: what the words of the citation itself say.
    citedDate: URIRef  # Stated date: what the words of the citation itself say.
    citedDateText: URIRef  # Date as written: what the words of the citation itself say.
    citedIssuer: URIRef  # Stated issuer: what the words of the citation itself say.
    citedTitle: URIRef  # Stated title: what the words of the citation itself say.
    citedYear: URIRef  # The year stated beside the name of a law.
    inferredType: URIRef  # Inferred type: concluded from symbol or context, not stated.
    inferredIssuer: URIRef  # Inferred issuer: concluded from symbol or context, not stated.
    inferredTitle: URIRef  # Inferred title: concluded from the words between type and number, not stated as a title.
    inferredDate: URIRef  # Inferred date: concluded from symbol or context, not stated.
    citationKind: URIRef  # By number, by the name of a law, or by the name of a programme.
    candidate: URIRef  # A document that an unresolved citation may mean.
    resolved: URIRef  # Whether the citation has been joined to a document.
    resolutionRule: URIRef  # The id of the rule that joined the citation to a document, or that stopped.
    resolutionReason: URIRef  # The reason in words.
    sameMentionAs: URIRef  # The full citation that a short one points to.
    provisionText: URIRef  # The cited article, clause or point as written.
    citedProvision: URIRef  # The article, clause or point that is cited.
    evidence: URIRef  # The span that is the evidence.
    citation: URIRef  # The citation that the claim rests on.
    predicateName: URIRef  # The name of the relation in the record.
    names: URIRef  # The source file names this body.
    issuerName: URIRef  # The name of the issuing body, abbreviations spelt out.
    typeName: URIRef  # The name of the type of document.
    year: URIRef  # The year of issue, by the number or by the date.
    inTask: URIRef  # The task whose words hold the citation.
    sentence: URIRef  # The sentence that holds the evidence, to be shown to a reader.
    softwareVersion: URIRef  # The version of the software that ran.
    rulesHash: URIRef  # SHA-256 of the code and the data of extraction.
    cueText: URIRef  # The words that state the relation.
    rule: URIRef  # The rule of extraction that fired.
    confidence: URIRef  # The measured precision of the rule on marked sentences; absent where fewer than 20 were ...
    confidenceLow: URIRef  # The lower bound of the 95 % Wilson interval.
    confidenceHigh: URIRef  # The upper bound of the 95 % Wilson interval.
    sampleSize: URIRef  # How many marked sentences the precision was measured on.
    fromSource: URIRef  # The source file of the claim.
    partial: URIRef  # Only provisions of the document are affected.
    effectiveFrom: URIRef  # The date from which the effect works.
    effectiveUntil: URIRef  # The last day on which the effect works, as the text states it.
    impactFrom: URIRef  # The document that acts.
    impactTo: URIRef  # The document that is acted upon.
    impactScope: URIRef  # The article, clause or point acted upon, where it is stated.
    impactType: URIRef  # Amendment, replacement, repeal, expiry, suspension, deferral, extension or resumption.
    earliestEffect: (
        URIRef  # The first day on which the impact can have worked: the stated one, else that of the acting ...
    )
    latestEffect: (
        URIRef  # The last day on which a suspension, a deferral or an extension can still work: the stated ...
    )
    Amendment: URIRef  # The impact that changes or adds to a document.
    Replacement: URIRef  # The impact that ends a document and puts another in its place.
    Repeal: URIRef  # The impact that ends a document without another in its place.
    Expiry: URIRef  # The end that a document itself sets: it is no longer in force from the day that it states.
    Suspension: URIRef  # The impact that stops a document from being carried out until it is decided on.
    Deferral: URIRef  # The impact that puts off the force of a document for a time.
    Extension: URIRef  # The impact that prolongs the time in which a document is applied.
    Resumption: URIRef  # The impact by which a document goes on in force.
    Listed: URIRef  # An end or a suspension that a catalogue records, without the document that brought it about.
    basisKind: URIRef  # A basis of competence or of content.
    reviewStatus: URIRef  # Whether the claim is as extracted, accepted, rejected or corrected.
    Extracted: URIRef  # Status of review: extracted.
    Accepted: URIRef  # Status of review: accepted.
    Rejected: URIRef  # Status of review: rejected.
    Corrected: URIRef  # Status of review: corrected.
    reviews: URIRef  # The claim that the decision is about.
    reviewer: URIRef  # Who decided.
    reviewedOn: URIRef  # When it was decided.
    comment: URIRef  # What the reviewer wrote.
    decision: URIRef  # Accept, reject or correct.
    correctedObject: URIRef  # What the relation should point to.
    correctedValue: URIRef  # What a task, a goal or an amount should say, as the reviewer wrote it.
    correctedPredicate: URIRef  # What the relation should be.
    leadAgency: URIRef  # The body that leads the task.
    cooperatingAgency: URIRef  # A body that cooperates on the task.
    responsibleAgency: URIRef  # A body that the task is given to with neither “chủ trì” nor “phối hợp”.
    monitoringAgency: URIRef  # A body that watches over the task.
    task: URIRef  # The task that this belongs to.
    role: URIRef  # The role of the body in the task.
    Lead: URIRef  # The role “lead” in a task.
    Cooperate: URIRef  # The role “cooperate” in a task.
    Responsible: URIRef  # The role “responsible” in a task.
    Monitor: URIRef  # The role “monitor” in a task.
    agencyText: URIRef  # The body as the text names it.
    section: URIRef  # The heading that the task stands under.
    taskSource: URIRef  # Whether the task stands in a table or in prose.
    deadlineText: URIRef  # The deadline as written.
    deadlineStart: URIRef  # The first day of the range that the deadline names.
    deadline: URIRef  # The latest day on which the task is to be done.
    recurrence: URIRef  # The task comes back: annual, quarterly, monthly, periodic, continuous.
    targetOf: URIRef  # The document that sets the target.
    indicator: URIRef  # What is measured.
    comparedAs: URIRef  # The words by which targets or tasks of several documents are compared: in small letters; ...
    value: URIRef  # The number of the target.
    unit: URIRef  # The unit of measurement.
    comparator: URIRef  # Equal, at least, at most, more than, less than: =, >=, <=, >, <.
    byYear: URIRef  # The year in which the target is due.
    scope: URIRef  # What the target applies to.
    derivedFromTarget: URIRef  # The target of the same name and unit in the nearest document that is carried out.
    group: URIRef  # Joins the two ends of a range of values.
    budgetOf: URIRef  # The document that the money is for.
    fundingSource: URIRef  # Where the money comes from.
    budgetYear: URIRef  # The year of the amount.
    amountText: URIRef  # The amount as written.
    findingCode: URIRef  # The code of the finding.
    message: URIRef  # What the finding says.
    about: URIRef  # What the finding is about.
    areaCode: URIRef  # The official code; it means something only together with the epoch, because codes were used ...
    areaKind: URIRef  # Province, city, district, town, commune, ward.
    validFrom: URIRef  # The first day on which it exists.
    validTo: URIRef  # The first day on which it no longer exists.
    successor: URIRef  # The body or area that took over.
    agencyKey: URIRef  # The key of the body in the tables.
    recordedLabel: URIRef  # The label under which the national database lists the relation.
    direction: URIRef  # Whether the labelled relation runs from this document to the other, or back.
    mapsTo: URIRef  # The property that a label of the national database stands for.


@dataclass(frozen=True, slots=True)
class Predicate:
    """One relation of the record: its property, every super-property to write out beside it, and its labels."""

    iri: URIRef
    supers: tuple[URIRef, ...]
    vi: str
    en: str
    partial: URIRef | None = None


# The closed list of relations. An endpoint does not infer, so super-properties are written out. `partial` takes the
# place of the property when only provisions are touched and which ones is not known: never a repeal of the whole.
PREDICATES: Mapping[str, Predicate] = MappingProxyType(
    {
        "based_on": Predicate(ELI.based_on, (), "căn cứ", "is based on"),
        "implements": Predicate(
            CANCU.implements, (ELI.ensures_implementation_of, ELI.applies), "triển khai thực hiện", "implements"
        ),
        "amends": Predicate(ELI.amends, (ELI.changes,), "sửa đổi, bổ sung", "amends", CANCU.partiallyAmends),
        "replaces": Predicate(
            CANCU.replaces,
            (ELI.repeals, ELI.changes, DCTERMS.replaces),
            "thay thế",
            "replaces",
            CANCU.partiallyRepeals,
        ),
        "repeals": Predicate(ELI.repeals, (ELI.changes,), "bãi bỏ", "repeals", CANCU.partiallyRepeals),
        "guides": Predicate(CANCU.guides, (ELI.refers_to,), "hướng dẫn", "guides"),
        "promulgates": Predicate(CANCU.promulgates, (ELI.refers_to,), "ban hành", "promulgates"),
        "approves": Predicate(CANCU.approves, (ELI.refers_to,), "phê duyệt", "approves"),
        "proposes_amendment": Predicate(
            CANCU.proposesAmendmentOf, (ELI.refers_to,), "đề xuất sửa đổi", "proposes the amendment of"
        ),
        "refers_to": Predicate(ELI.cites, (ELI.refers_to,), "dẫn chiếu", "refers to"),
        # What is done to the force of a text, which the record keeps as the effect of a `refers_to`.
        "suspends": Predicate(CANCU.suspends, (ELI.changes,), "đình chỉ thi hành", "suspends", CANCU.partiallySuspends),
        "defers": Predicate(
            CANCU.defersForce, (ELI.changes,), "tạm ngưng hiệu lực", "defers the force of", CANCU.partiallySuspends
        ),
        "extends": Predicate(CANCU.extendsForce, (ELI.changes,), "kéo dài hiệu lực", "extends the force of"),
        "resumes": Predicate(CANCU.resumesForce, (ELI.changes,), "cho tiếp tục có hiệu lực", "brings back into force"),
    }
)
# The super-properties of what takes the place of a relation, and of the two kinds of basis.
FURTHER_SUPERS: Mapping[URIRef, tuple[URIRef, ...]] = MappingProxyType(
    {
        CANCU.partiallyAmends: (ELI.changes,),
        CANCU.partiallyRepeals: (ELI.changes,),
        CANCU.partiallySuspends: (ELI.changes,),
        CANCU.competenceBasis: (ELI.based_on,),
        CANCU.contentBasis: (ELI.based_on,),
        CANCU.derivedFromTarget: (PROV.wasDerivedFrom,),
        CANCU.leadAgency: (ELIDL.had_responsible_organization, ELIDL.had_participant_organization),
        CANCU.responsibleAgency: (ELIDL.had_responsible_organization, ELIDL.had_participant_organization),
        CANCU.cooperatingAgency: (ELIDL.had_participant_organization,),
        CANCU.monitoringAgency: (ELIDL.had_participant_organization,),
    }
)
NAMESPACES: Mapping[str, str] = MappingProxyType(
    {
        "cancu": str(CANCU),
        "cito": str(CITO),
        "cv": str(CV),
        "dcat": str(DCAT),
        "dct": str(DCTERMS),
        "eli": str(ELI),
        "eli-dl": str(ELIDL),
        "oa": str(OA),
        "org": str(ORG),
        "p-plan": str(PPLAN),
        "prov": str(PROV),
        "rdf": str(RDF),
        "rdfs": str(RDFS),
        "schema": str(SCHEMA),
        "skos": str(SKOS),
        "time": str(TIME),
        "void": str(VOID),
        "xsd": str(XSD),
    }
)


def _terms() -> frozenset[str]:
    own = (CANCU, CITO, CV, ELI, ELIDL, OA, PPLAN, SCHEMA)
    closed = (*own, DCAT, DCTERMS, ORG, OWL, PROV, RDF, RDFS, SKOS, TIME, VOID)
    named = (
        f"{space._NS}{name}"  # noqa: SLF001
        for space in closed
        for name in (*space.__annotations__, *getattr(space, "_extras", ()))
    )
    return frozenset(named)


# Every term that a graph of cancu may use as a class or a property.
TERMS: frozenset[str] = _terms()

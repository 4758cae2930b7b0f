"""The terms that the graph is written with, as plain strings: a wrong name fails here, when it is read from the
vocabulary.
"""

from __future__ import annotations

from ..ontology.vocabulary import (
    CANCU,
    CITO,
    CV,
    DCTERMS,
    ELI,
    FURTHER_SUPERS,
    OA,
    ORG,
    PPLAN,
    PREDICATES,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    TIME,
)

TYPE = str(RDF.type)
LABEL = str(RDFS.label)
PREF_LABEL = str(SKOS.prefLabel)
ALT_LABEL = str(SKOS.altLabel)
CONCEPT = str(SKOS.Concept)
TITLE = str(DCTERMS.title)
DESCRIPTION = str(DCTERMS.description)
IDENTIFIER = str(DCTERMS.identifier)
CREATOR = str(DCTERMS.creator)
FORMAT = str(DCTERMS.format)
IS_PART_OF = str(DCTERMS.isPartOf)

# Source files
SOURCE_FILE = str(CANCU.SourceFile)
PATH = str(CANCU.path)
SHA256 = str(CANCU.sha256)
TEXT_SHA256 = str(CANCU.textSha256)
TEXT_LAYER = str(CANCU.textLayer)
LAYER = str(CANCU.TextLayer)
TEXT_LENGTH = str(CANCU.textLength)
READER = str(CANCU.reader)
NAMES = str(CANCU.names)
LOCAL_ID = str(CANCU.localId)
FROM_SOURCE = str(CANCU.fromSource)
IN_SOURCE = str(CANCU.inSource)

# Documents
DOCUMENT = str(CANCU.Document)
PLAN = str(CANCU.Plan)
P_PLAN = str(PPLAN.Plan)
PROV_PLAN = str(PROV.Plan)
LEGAL_RESOURCE = str(ELI.LegalResource)
TYPE_DOCUMENT = str(ELI.type_document)
ID_LOCAL = str(ELI.id_local)
NUMBER = str(ELI.number)
NOTATION = str(CANCU.notation)
DATE_DOCUMENT = str(ELI.date_document)
FIRST_IN_FORCE = str(ELI.first_date_entry_in_force)
EXPIRES_ON = str(CANCU.expiresOn)
LAST_IN_FORCE = str(ELI.date_no_longer_in_force)
PASSED_BY = str(ELI.passed_by)
JURISDICTION = str(ELI.jurisdiction)
HAS_ANNEX = str(ELI.has_annex)
STATUS = str(CANCU.status)
IN_CORPUS = str(CANCU.InCorpus)
CITED_ONLY = str(CANCU.CitedOnly)
KNOWN_BY_NAME = str(CANCU.KnownByName)
ISSUER_NAME = str(CANCU.issuerName)
TYPE_NAME = str(CANCU.typeName)
YEAR = str(CANCU.year)
LEVEL = str(CANCU.level)
PROVINCE_NAME = str(CANCU.provinceName)
PLACE = str(CANCU.place)
PERIOD_START = str(CANCU.periodStart)
PERIOD_END = str(CANCU.periodEnd)
SIGNER_NAME = str(CANCU.signerName)
SIGNER_POSITION = str(CANCU.signerPosition)
SIGNED_ON_BEHALF = str(CANCU.signedOnBehalf)
SIGNED_FOR = str(CANCU.signedFor)
RECIPIENT = str(CANCU.recipient)
DRAFT = str(CANCU.draft)
IDENTITY_RULE = str(CANCU.identityRule)
FIRST_CITATION = str(CANCU.firstCitation)
SAID_BY = str(CANCU.saidBy)
NORMATIVE = str(CANCU.isNormative)
IN_FORCE = str(ELI.in_force)
NOT_IN_FORCE = str(ELI["InForce-notInForce"])
PARTLY_IN_FORCE = str(ELI["InForce-partiallyInForce"])
AS_OF = str(CANCU.asOf)
EXPRESSION = str(ELI.LegalExpression)
REALIZES = str(ELI.realizes)
LANGUAGE = str(ELI.language)
VIETNAMESE = "http://publications.europa.eu/resource/authority/language/VIE"
ELI_TITLE = str(ELI.title)
ELI_FORMAT = str(ELI.Format)
EMBODIES = str(ELI.embodies)
EXEMPLIFIED_BY = str(ELI.is_exemplified_by)
CATALOGUE_STATUS = str(CANCU.catalogueStatus)
CATALOGUE = str(CANCU.Catalogue)
CATALOGUE_ENTRY = str(CANCU.CatalogueEntry)
LISTS = str(CANCU.lists)
LISTS_INSTRUMENT = str(CANCU.listsInstrument)
LISTED = str(CANCU.Listed)
RETRIEVED_ON = str(CANCU.retrievedOn)

# Citations and claims
CITATION = str(CANCU.Citation)
CITO_CITATION = str(CITO.Citation)
HAS_CITING = str(CITO.hasCitingEntity)
HAS_CHARACTERIZATION = str(CITO.hasCitationCharacterization)
HAS_CITED = str(CITO.hasCitedEntity)
CANDIDATE = str(CANCU.candidate)
CITED_TEXT = str(CANCU.citedText)
CITED_TYPE = str(CANCU.citedType)
CITED_NUMBER = str(CANCU.citedNumber)
CITED_ISSUER = str(CANCU.citedIssuer)
CITED_TITLE = str(CANCU.citedTitle)
CITED_DATE = str(CANCU.citedDate)
CITED_YEAR = str(CANCU.citedYear)
CITATION_KIND = str(CANCU.citationKind)
PROVISION_TEXT = str(CANCU.provisionText)
RESOLVED = str(CANCU.resolved)
RESOLUTION_RULE = str(CANCU.resolutionRule)
RESOLUTION_REASON = str(CANCU.resolutionReason)
CLAIM = str(CANCU.Claim)
STATEMENT = str(RDF.Statement)
SUBJECT = str(RDF.subject)
PREDICATE = str(RDF.predicate)
OBJECT = str(RDF.object)
PREDICATE_NAME = str(CANCU.predicateName)
REVIEW_STATUS = str(CANCU.reviewStatus)
EXTRACTED = str(CANCU.Extracted)
ACCEPTED = str(CANCU.Accepted)
REJECTED = str(CANCU.Rejected)
CORRECTED = str(CANCU.Corrected)
REVIEW = str(CANCU.Review)
REVIEWS = str(CANCU.reviews)
REVIEWER = str(CANCU.reviewer)
REVIEWED_ON = str(CANCU.reviewedOn)
COMMENT = str(CANCU.comment)
DECISION = str(CANCU.decision)
CORRECTED_OBJECT = str(CANCU.correctedObject)
CORRECTED_VALUE = str(CANCU.correctedValue)
CORRECTED_PREDICATE = str(CANCU.correctedPredicate)
CUE_TEXT = str(CANCU.cueText)
RULE = str(CANCU.rule)
EXTRACTION_RULE = str(CANCU.Rule)
RULE_NAME = str(SKOS.notation)
CONFIDENCE = str(CANCU.confidence)
CONFIDENCE_LOW = str(CANCU.confidenceLow)
CONFIDENCE_HIGH = str(CANCU.confidenceHigh)
SAMPLE_SIZE = str(CANCU.sampleSize)
BASIS_KIND = str(CANCU.basisKind)
PARTIAL_EFFECT = str(CANCU.partial)
EFFECTIVE_FROM = str(CANCU.effectiveFrom)
LEGAL_IMPACT = str(CANCU.LegalImpact)
TERMINATION = str(CANCU.Termination)
INTERRUPTION = str(CANCU.Interruption)
IMPACT_FROM = str(CANCU.impactFrom)
IMPACT_TO = str(CANCU.impactTo)
IMPACT_SCOPE = str(CANCU.impactScope)
IMPACT_TYPE = str(CANCU.impactType)
EARLIEST_EFFECT = str(CANCU.earliestEffect)
EFFECTIVE_UNTIL = str(CANCU.effectiveUntil)
LATEST_EFFECT = str(CANCU.latestEffect)
DERIVED_FROM = str(PROV.wasDerivedFrom)
IMPACTS = {
    "amends": str(CANCU.Amendment),
    "replaces": str(CANCU.Replacement),
    "repeals": str(CANCU.Repeal),
    "expires": str(CANCU.Expiry),
    "suspends": str(CANCU.Suspension),
    "defers": str(CANCU.Deferral),
    "extends": str(CANCU.Extension),
    "resumes": str(CANCU.Resumption),
}
SUBDIVISION = str(CANCU.Subdivision)
ELI_SUBDIVISION = str(ELI.LegalResourceSubdivision)
PART_OF = str(ELI.is_part_of)
TYPE_SUBDIVISION = str(ELI.type_subdivision)
CITED_PROVISION = str(CANCU.citedProvision)
OF_CITATION = str(CANCU.citation)
IN_TASK = str(CANCU.inTask)
EVIDENCE = str(CANCU.evidence)
SENTENCE = str(CANCU.sentence)
# What a relation is written as: its property and super-properties. Where only provisions are touched, another property
# takes the place of the first: a part that is repealed never amounts to a repealed document (design, section 3).
RELATIONS = {name: (str(p.iri), tuple(map(str, p.supers))) for name, p in PREDICATES.items()}
PARTIAL = {
    name: (str(p.partial), tuple(map(str, FURTHER_SUPERS[p.partial]))) for name, p in PREDICATES.items() if p.partial
}
CITED_DATE_TEXT = str(CANCU.citedDateText)
SAME_MENTION_AS = str(CANCU.sameMentionAs)
INFERRED = {
    "type": str(CANCU.inferredType),
    "issuer": str(CANCU.inferredIssuer),
    "date": str(CANCU.inferredDate),
    "title": str(CANCU.inferredTitle),
}
BASIS = {"competence": str(CANCU.competenceBasis), "content": str(CANCU.contentBasis)}

# Time (OWL-Time)
HAS_TIME = str(TIME.hasTime)
TEMPORAL = str(DCTERMS.temporal)
PROPER_INTERVAL = str(TIME.ProperInterval)
TEMPORAL_ENTITY = str(TIME.TemporalEntity)
INSTANT = str(TIME.Instant)
HAS_BEGINNING = str(TIME.hasBeginning)
HAS_END = str(TIME.hasEnd)
IN_DATE = str(TIME.inXSDDate)
FREQUENCY = str(CV.frequency)

# Web Annotation
ANNOTATION = str(OA.Annotation)
MOTIVATED_BY = str(OA.motivatedBy)
IDENTIFYING = str(OA.identifying)
HAS_BODY = str(OA.hasBody)
HAS_TARGET = str(OA.hasTarget)
SPECIFIC_RESOURCE = str(OA.SpecificResource)
HAS_SOURCE = str(OA.hasSource)
HAS_SELECTOR = str(OA.hasSelector)
POSITION_SELECTOR = str(OA.TextPositionSelector)
QUOTE_SELECTOR = str(OA.TextQuoteSelector)
OA_START = str(OA.start)
OA_END = str(OA.end)
EXACT = str(OA.exact)
PREFIX = str(OA.prefix)
SUFFIX = str(OA.suffix)

# Tasks, targets, budgets
TASK = str(CANCU.Task)
STEP = str(PPLAN.Step)
STEP_OF = str(PPLAN.isStepOfPlan)
SECTION = str(CANCU.section)
FOUND_IN = str(CANCU.taskSource)
DEADLINE_TEXT = str(CANCU.deadlineText)
DEADLINE_START = str(CANCU.deadlineStart)
DEADLINE = str(CANCU.deadline)
RECURRENCE = str(CANCU.recurrence)
OUTPUT_VAR = str(PPLAN.hasOutputVar)
OF_TYPE = str(DCTERMS.type)
DELIVERABLE = str(CANCU.Deliverable)
VARIABLE = str(PPLAN.Variable)
PARTICIPATION = str(CANCU.Participation)
OF_TASK = str(CANCU.task)
HAS_PARTICIPANT = str(CV.hasParticipant)
ROLE = str(CANCU.role)
AGENCY_TEXT = str(CANCU.agencyText)
TARGET = str(CANCU.Target)
DERIVED_FROM_TARGET = str(CANCU.derivedFromTarget)
TARGET_OF = str(CANCU.targetOf)
VALUE = str(CANCU.value)
UNIT = str(CANCU.unit)
COMPARATOR = str(CANCU.comparator)
INDICATOR = str(CANCU.indicator)
COMPARED_AS = str(CANCU.comparedAs)
SCOPE = str(CANCU.scope)
BY_YEAR = str(CANCU.byYear)
GROUP = str(CANCU.group)
BUDGET = str(CANCU.Budget)
MONETARY_AMOUNT = str(SCHEMA.MonetaryAmount)
MONEY_VALUE = str(SCHEMA.value)
CURRENCY = str(SCHEMA.currency)
BUDGET_OF = str(CANCU.budgetOf)
BUDGET_YEAR = str(CANCU.budgetYear)
AMOUNT_TEXT = str(CANCU.amountText)
FUNDING_SOURCE = str(CANCU.fundingSource)
FINDING = str(CANCU.Finding)
FINDING_CODE = str(CANCU.findingCode)
MESSAGE = str(CANCU.message)
ABOUT = str(CANCU.about)

# Agencies and runs
AGENCY = str(CANCU.Agency)
CLASSIFICATION = str(ORG.classification)
AGENCY_GROUP = str(CANCU.AgencyGroup)
VALID_FROM = str(CANCU.validFrom)
VALID_TO = str(CANCU.validTo)
SUCCESSOR = str(CANCU.successor)
CHANGED_BY = str(ORG.changedBy)
CHANGE_EVENTS = (str(CANCU.ChangeEvent), str(ORG.ChangeEvent))
ORIGINAL = str(ORG.originalOrganization)
RESULTING = str(ORG.resultingOrganization)
DATE = str(DCTERMS.date)
SOURCE = str(DCTERMS.source)
ACTIVITY = str(PROV.Activity)
SOFTWARE_AGENT = str(PROV.SoftwareAgent)
STARTED = str(PROV.startedAtTime)
ENDED = str(PROV.endedAtTime)
ASSOCIATED = str(PROV.wasAssociatedWith)
GENERATED_BY = str(PROV.wasGeneratedBy)
GENERATED_AT = str(PROV.generatedAtTime)
VERSION = str(CANCU.softwareVersion)
RULES_HASH = str(CANCU.rulesHash)
ROLES = {
    name: (str(term), tuple(map(str, (prop, *FURTHER_SUPERS[prop]))))
    for name, term, prop in (
        ("lead", CANCU.Lead, CANCU.leadAgency),
        ("cooperate", CANCU.Cooperate, CANCU.cooperatingAgency),
        ("responsible", CANCU.Responsible, CANCU.responsibleAgency),
        ("monitor", CANCU.Monitor, CANCU.monitoringAgency),
    )
}

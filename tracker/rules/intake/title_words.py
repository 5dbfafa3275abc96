"""Words by which a short title is cut: what may begin one, what must not end one, and what belongs together.

From grammar and the terms of the trade, not from the wording of any recommendation.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs in base form with which a recommendation can begin, or go on after 'and' or 'to'.
VERBS = _words(
    """
    abolish accelerate achieve acknowledge act adapt add address adhere adjust adopt advertise advise agree align
    allocate allow amend analyse answer anticipate apply appoint appraise approve arrange ask assess assign assist
    assure attend audit balance base become begin benefit brief bring build capture carry celebrate challenge change
    check choose clarify clear close co-ordinate coach collaborate collate collect combine commission commit
    communicate compare complete comply concentrate conduct confirm connect consider consolidate consult contact
    contain continue contribute convene coordinate correct countersign cover create deal decide define deliver
    demonstrate deploy describe design desist detail develop devise direct discuss display disseminate distribute
    document draft draw drive educate eliminate embed employ empower enable encourage end enforce engage enhance
    enrol ensure equip escalate establish estimate evaluate evidence examine expand expedite explain explore extend
    facilitate fill finalise finance find finish fix focus follow formalise foster free fulfil fund gain gather get
    give grow guarantee guide handle have hear help hire hold identify implement improve include incorporate
    increase induct inform initiate inspect install instruct integrate intervene introduce invest investigate invite
    involve issue join keep know launch lead learn lessen let liaise limit link listen live lobby look maintain make
    manage map match maximise measure meet mentor minimise mitigate monitor motivate move name negotiate nominate
    notify nurture obtain offer open operate organise oversee own participate pay perform pilot plan position post
    prepare present prevent print prioritise proceed procure produce progress promote protect provide publicise
    publish purchase pursue put quantify raise reach read realise reassess rebuild recognise recommend reconsider
    record recruit redeploy redesign reduce refer refine reflect refocus refresh refurbish regularise reinforce
    reinstate
    reinvigorate release relieve relocate remain remedy remember remind remove renew reoffend reorganise repair
    repeat replace report request require resolve resource respond restore restrict retain rethink return review
    revise revisit reward safeguard say schedule secure see seek select send separate serve set settle share shorten
    show simplify source speak specify spend spread standardise start stop store streamline strengthen submit
    succeed supervise supply support sustain tackle tailor take talk target teach tell test thank trace track train
    transfer transform translate travel treat trial understand undertake unify update upgrade upskill use utilise
    validate verify visit wait warn weigh widen withdraw work write
    """
)
# Verbs that are as often nouns: they end a title only where they are one.
ALSO_NOUNS = _words(
    """
    access act address advertise aim answer approach audit balance base brief build challenge change check coach
    contact control cover deal design detail document draft drive end estimate evidence focus function fund guide
    handle help increase issue join lead limit link look map match measure need offer permit pilot place plan
    position post practice progress purchase question reach record release repair report request research resource
    respond return review reward risk schedule service share show source start stop supply support target test trace
    track train transfer trial update upgrade use visit wait work
    """
)
# They say how, not what, and stand before a verb: a title begins with the verb.
LEADING_ADVERBS = _words(
    "again also always better further immediately now rapidly soon swiftly then therefore urgently"
)

ARTICLES = _words("a an the")
DETERMINERS = ARTICLES | _words(
    """
    all another any both each either enough every her his its many more most my neither no other our several some
    such sufficient that their these this those whose your
    """
)
PREPOSITIONS = _words(
    """
    about above across after against along alongside among amongst around as at before behind below beneath beside
    between beyond by concerning despite down during following for from in including inside into like near of off on
    onto outside over past per regarding since through throughout to toward towards under unlike until up upon via
    with within without
    """
)
# Those before which a phrase can end. Not 'of' or 'to', without which what stands before them is seldom whole.
CUT_PREPOSITIONS = _words(
    """
    about across after against alongside among amongst around at by concerning during following for from in inside
    into on outside over per regarding since through throughout under via with within
    """
)
CONJUNCTIONS = _words(
    """
    although and because but if nor or so than though unless when where whereas whether while yet
    """
)
RELATIVES = _words("which who whom whose")
PRONOUNS = _words("he i it she they we you")
AUXILIARIES = _words(
    """
    am are be been being can cannot could did do does had has have having is may might must shall should was were
    will would
    """
)
BE = _words(
    "am are be been being is was were become becomes remain remains feel feels keep keeps stay stays make makes"
)
HAVE = _words("had has have having")
# Verbs in a clause that are no nouns: 'that the plan reflects …'.
FINITE = _words(
    """
    allow allows applies apply become becomes begin begins carries carry complete completes contain contains deliver
    delivers develop develops enable enables ensure ensures feel feels follow follows get gets give gives identifies
    identify include includes inform informs keep keeps know knows lead leads learn learns make makes manage manages
    meet meets obtain obtains protect protects provide provides reach reaches receive receives recognise recognises
    reflect reflects remain remains respond responds say says see sees show shows take takes tell tells understand
    understands undertake undertakes
    """
)
# After these a clause is told, which is whole only once its own verb is reached.
OPENS_CLAUSE = _words(
    "agree certain check confirm decide ensure ensures ensuring explain how see so sure tell that what whether who why"
)
# Leaving out what follows would leave a wish without its condition, or turn it round.
RESTRICTING = _words("before but except if instead only rather than unless until without")
NEGATIVE = _words(
    "only reject remove avoid cease discontinue don't end never no no-one nobody none not nothing prevent stop withdraw"
)
# Verbs that need what follows their object: 'enable managers' says nothing.
NEEDS_INFINITIVE = _words(
    """
    allow allowing allows ask asking asks assist assisting empower empowers enable enables enabling encourage
    encourages encouraging expect expects help helping helps permit permits require requires want
    """
)
NEEDS_PREPOSITION = {
    "account": "for",
    "act": "on",
    "base": "on",
    "build": "on",
    "comply": "with",
    "draw": "on",
    "engage": "with",
    "equip": "with",
    "focus": "on",
    "hold": "to",
    "liaise": "with",
    "link": "to",
    "match": "to",
    "refer": "to",
    "replace": "with",
    "respond": "to",
    "speak": "to",
    "talk": "to",
}
# Nouns that say little before their 'to'.
WANTS_INFINITIVE = _words(
    "ability attempt chance effort efforts failure means opportunities opportunity steps way ways"
)
PARTICIPLES = _words(
    """
    allowing bringing concerning covering creating drawing enabling ensuring focusing following giving helping
    identifying including involving leading making noting offering paying providing recognising reducing reflecting
    regarding relating resulting setting showing stating strengthening supporting taking using
    """
)
# Words that stand together: no cut falls inside them.
TOGETHER = (
    "people on probation", "person on probation", "on probation", "in place", "into account", "in post", "in custody",
    "at risk", "risk of", "up to date", "in person", "on time", "in full", "on board", "to account", "in need",
    "on licence", "in charge", "on remand", "at home", "by name", "in time", "on site", "in use", "at least",
    "at court", "into practice", "in prison", "on release", "in law", "at once", "in turn", "in work", "on hold",
    "on track", "for example", "at work", "in training", "in scope", "on call", "in hand", "under way",
)  # fmt: skip
# Prepositions of several words: a phrase can end before them, and not inside.
LONG_PREPOSITIONS = (
    "in line with",
    "in relation to",
    "in response to",
    "in accordance with",
    "in addition to",
    "in terms of",
    "in respect of",
    "in support of",
    "in light of",
    "in the light of",
    "in partnership with",
    "in conjunction with",
    "on behalf of",
    "as part of",
    "as well as",
    "as soon as",
    "in preparation for",
    "in recognition of",
    "with regard to",
    "with respect to",
    "at the start of",
    "at the end of",
    "at the point of",
    "at the time of",
    "on the basis of",
    "by means of",
    "in order to",
    "according to",
    "for the benefit of",
    "for the purpose of",
    "in advance of",
    "in place of",
    "in case of",
    "with a view to",
    "in front of",
    "on top of",
    "through the use of",
)
# Words that end no title though they look like nouns.
ADJECTIVES = _words(
    """
    able accurate additional adequate alternative appropriate asian available average bad basic best better big
    black certain clear close common community-based competent complex confident consistent current daily deep
    different difficult direct due early eligible enough equal essential ethnic external fair familiar few final
    firm first former free frequent fresh full further future general good great greater hard high higher honest
    independent internal joint keen key large larger last late later latest less likely live local long longer low
    lower main major manageable many meaningful mental middle minimum minor mixed modern more most multi-agency
    multiple narrow national necessary new newly next old older only open other own past physical poor pre-sentence
    present previous prior private proper quick rapid ready real recent red regular relevant right robust routine
    safe same secure senior separate serious several severe sexual shared short significant similar simple single
    slow small social sound special specific stable strong structured subsequent substantial such sufficient
    suitable sure swift timely transparent unclear unpaid urgent useful usual valid various visible vulnerable weak
    well wide wider willing wrong young younger
    """
)
ADJECTIVE_ENDINGS = (
    "able", "ible", "ful", "less", "ous", "ical", "tronic", "matic", "cific", "onal", "ural", "ual", "ial", "ary",
    "ive", "-based", "-led", "-informed", "-focused", "-quality", "-related", "-qualified", "-level",
)  # fmt: skip
NOUNS_ALL_THE_SAME = _words(
    """
    appraisal approval archive arrival boundary capital commentary credential diary dictionary directive disposal
    executive external hospital incentive individual individuals initiative interval journal judiciary level library
    manual material memorial motive narrative objective official operative perspective potential principal
    professional proposal quality referral relative removal renewal representative residential rival salary
    secretary signal specialist summary survival table timetable total trial tutorial variable vegetable vocabulary
    withdrawal
    """
)
# Words that can go without making a title untrue: they say how good a thing should be.
SOFT = _words(
    """
    adequate appropriate appropriately effective effectively efficient fully good high-quality locally nationally
    regionally relevant robust robustly significantly sufficient sufficiently suitable
    """
)
LEAD_INS = (
    "take all necessary steps to", "take the necessary steps to", "take immediate action to", "take urgent action to",
    "take immediate steps to", "take further steps to", "take urgent steps to", "take steps to", "take action to",
    "take measures to", "make sure to", "ensure to", "make arrangements to", "make every effort to", "make efforts to",
    "work together to", "work jointly to", "undertake work to", "work to", "act to", "act urgently to",
    "as a priority", "as a matter of urgency", "as a matter of priority", "without delay", "as soon as possible",
    "in particular",
)  # fmt: skip
# Who a report speaks of as 'should': a title leaves them out.
ADDRESSED = _words(
    """
    agency area body commissioner company council crc delivery director directorate directors division government
    head heads hmpps inspectorate interserve it leaders leadership managers ministry office partnership pdu pdus
    prison probation provider providers region regional regions secretary service services team they trust unit
    units we you
    """
)
MODALS = ("should", "must", "needs to", "need to", "ought to", "is to", "are to", "has to", "have to", "shall")
# After these nouns what follows is half needed: 'responsibility for', 'confidence in'.
RELATIONAL = _words(
    """
    access approach arrangements attention awareness change changes confidence consideration contact demand dialogue
    emphasis engagement evidence expertise impact increase information involvement issues knowledge liaison link
    links need needs participation plan plans preparation priority problems process provision quality reasons
    reduction relationship relationships requirements response responsibility role strategy support system tension
    training understanding use views ways work working
    """
)
PARTICIPLES_OF_THE_PAST = _words(
    "done drawn found given held kept known left made met put said seen sent set shown taken told written"
)
NOUNS_IN_ING = _words(
    """
    briefing building commissioning counselling decision-making duty-making finding funding hearing housing learning
    meeting mentoring monitoring offending planning policing profiling recording recruiting reoffending reporting
    reviewing safeguarding screening sentencing staffing training understanding wellbeing working
    """
)
NEEDS_TWO = _words("give send show teach tell")
MOMENTS = _words("although because since when whenever where whereas while")
COUNTED = _words("amount number numbers percentage proportion rate share")
# After these the verb itself can be the last word: 'what managers must oversee'.
INNER_CLAUSE = CONJUNCTIONS - {"and", "or"} | RELATIVES | PRONOUNS | {"that", "what", "how"}
TOLD_OF = _words("how what where which who whom why")
MODIFIERS = DETERMINERS | AUXILIARIES | CONJUNCTIONS | PREPOSITIONS
# 'all' and 'others' may end one; 'them' may too.
NEVER_LAST = (
    DETERMINERS
    | PREPOSITIONS
    | CONJUNCTIONS
    | RELATIVES
    | PRONOUNS
    | AUXILIARIES
    | {"to", "not", "very", "also", "only", "there", "how", "why", "who", "what"}
) - {"others", "his", "this", "that"} | {"that", "this", "his"}

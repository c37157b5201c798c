"""Code lists about things: belongings, their colours and materials, and papers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.codes.base import CodeList


class Colour(CodeList):
    """CL-COLOUR: colours of things and of tattoos."""

    BLACK = "blk", pgettext_lazy("colour", "Black")
    WHITE = "whi", pgettext_lazy("colour", "White")
    GREY = "gry", pgettext_lazy("colour", "Grey")
    BROWN = "bro", pgettext_lazy("colour", "Brown")
    BEIGE = "bei", pgettext_lazy("colour", "Beige")
    YELLOW = "yel", pgettext_lazy("colour", "Yellow")
    ORANGE = "org", pgettext_lazy("colour", "Orange")
    RED = "red", pgettext_lazy("colour", "Red")
    PINK = "pnk", pgettext_lazy("colour", "Pink")
    PURPLE = "pur", pgettext_lazy("colour", "Purple")
    BLUE = "blu", pgettext_lazy("colour", "Blue")
    NAVY = "nvy", pgettext_lazy("colour", "Dark blue")
    GREEN = "grn", pgettext_lazy("colour", "Green")
    OLIVE = "olv", pgettext_lazy("colour", "Olive")
    GOLD = "gld", pgettext_lazy("colour", "Gold")
    SILVER = "sil", pgettext_lazy("colour", "Silver")
    MULTI = "multi", pgettext_lazy("colour", "Several colours")
    TRANSPARENT = "transparent", pgettext_lazy("colour", "Transparent")
    UNKNOWN = "unk", pgettext_lazy("colour", "Not known")


class Pattern(CodeList):
    """CL-PATTERN: patterns of cloth."""

    PLAIN = "plain", pgettext_lazy("pattern", "Plain")
    STRIPES = "stripes", pgettext_lazy("pattern", "Stripes")
    CHECKS = "checks", pgettext_lazy("pattern", "Checks")
    DOTS = "dots", pgettext_lazy("pattern", "Dots")
    FLOWERS = "flowers", pgettext_lazy("pattern", "Flowers")
    CAMOUFLAGE = "camouflage", pgettext_lazy("pattern", "Camouflage")
    PRINT_TEXT = "print_text", pgettext_lazy("pattern", "Printed words")
    PRINT_IMAGE = "print_image", pgettext_lazy("pattern", "Printed picture")
    EMBROIDERY = "embroidery", pgettext_lazy("pattern", "Embroidery")
    GRADIENT = "gradient", pgettext_lazy("pattern", "Fading colours")
    UNKNOWN = "unk", pgettext_lazy("pattern", "Not known")


class Material(CodeList):
    """CL-MATERIAL: what a thing is made of."""

    COTTON = "cotton", pgettext_lazy("material", "Cotton")
    WOOL = "wool", pgettext_lazy("material", "Wool")
    DENIM = "denim", pgettext_lazy("material", "Denim")
    LEATHER = "leather", pgettext_lazy("material", "Leather")
    SYNTHETIC = "synthetic", pgettext_lazy("material", "Synthetic cloth")
    SILK = "silk", pgettext_lazy("material", "Silk")
    RUBBER = "rubber", pgettext_lazy("material", "Rubber")
    PLASTIC = "plastic", pgettext_lazy("material", "Plastic")
    GOLD_LIKE = "gold_like", pgettext_lazy("material", "Gold-like metal")
    SILVER_LIKE = "silver_like", pgettext_lazy("material", "Silver-like metal")
    STEEL = "steel", pgettext_lazy("material", "Steel")
    COPPER = "copper", pgettext_lazy("material", "Copper")
    WOOD = "wood", pgettext_lazy("material", "Wood")
    BONE = "bone", pgettext_lazy("material", "Bone")
    BEAD = "bead", pgettext_lazy("material", "Beads")
    GLASS = "glass", pgettext_lazy("material", "Glass")
    THREAD = "thread", pgettext_lazy("material", "Thread")
    PAPER = "paper", pgettext_lazy("material", "Paper")
    OTHER = "other", pgettext_lazy("material", "Other")
    UNKNOWN = "unk", pgettext_lazy("material", "Not known")


class WornOrCarried(CodeList):
    """How a thing was with the person."""

    WORN = "worn", pgettext_lazy("belonging", "Worn")
    CARRIED = "carried", pgettext_lazy("belonging", "Carried")
    NEARBY = "nearby", pgettext_lazy("belonging", "Nearby")
    UNKNOWN = "unknown", pgettext_lazy("belonging", "Not known")


class ItemClass(CodeList):
    """CL-ITEM: clothing, footwear, jewellery, devices, things carried."""

    TSHIRT = "tshirt", _("T-shirt")
    SHIRT = "shirt", _("Shirt")
    BLOUSE = "blouse", _("Blouse")
    SWEATER = "sweater", _("Sweater")
    HOODIE = "hoodie", _("Hooded top")
    JACKET = "jacket", _("Jacket")
    COAT = "coat", _("Coat")
    VEST = "vest", _("Waistcoat")
    DRESS = "dress", _("Dress")
    ABAYA_JILBAB = "abaya_jilbab", _("Abaya or jilbab")
    SHALWAR_KAMEEZ = "shalwar_kameez", _("Shalwar kameez")
    DJELLABA_THOBE = "djellaba_thobe", _("Djellaba or thobe")
    SARI = "sari", _("Sari")
    UNIFORM = "uniform", _("Uniform")
    TROUSERS = "trousers", _("Trousers")
    JEANS = "jeans", _("Jeans")
    SHORTS = "shorts", _("Shorts")
    SKIRT = "skirt", _("Skirt")
    LEGGINGS = "leggings", _("Leggings")
    SARONG_LUNGI = "sarong_lungi", _("Sarong or lungi")
    BELT = "belt", _("Belt")
    BRA = "bra", _("Bra")
    UNDERPANTS = "underpants", _("Underpants")
    UNDERSHIRT = "undershirt", _("Undershirt")
    SOCKS = "socks", _("Socks")
    TIGHTS = "tights", _("Tights")
    THERMAL = "thermal", _("Thermal underwear")
    CAP = "cap", _("Cap")
    HAT = "hat", _("Hat")
    HEADSCARF = "headscarf", _("Headscarf")
    TURBAN = "turban", _("Turban")
    NIQAB = "niqab", _("Niqab")
    HELMET = "helmet", _("Helmet")
    HAIR_TIE = "hair_tie", _("Hair tie")
    TRAINERS = "trainers", _("Sports shoes")
    BOOTS = "boots", _("Boots")
    SANDALS = "sandals", _("Sandals")
    SHOES = "shoes", _("Shoes")
    FLIPFLOPS = "flipflops", _("Flip-flops")
    BAREFOOT = "barefoot", _("No footwear")
    GLOVES = "gloves", _("Gloves")
    SCARF = "scarf", _("Scarf")
    LIFE_JACKET = "life_jacket", _("Life jacket")
    WETSUIT = "wetsuit", _("Wetsuit")
    BLANKET = "blanket", _("Blanket")
    RAINCOAT = "raincoat", _("Raincoat")
    RING = "ring", pgettext_lazy("belonging", "Ring")
    NECKLACE = "necklace", _("Necklace")
    BRACELET = "bracelet", _("Bracelet")
    EARRING = "earring", _("Earring")
    ANKLET = "anklet", _("Anklet")
    NOSE_RING = "nose_ring", _("Nose ring")
    WATCH = "watch", pgettext_lazy("belonging", "Watch")
    PIN = "pin", pgettext_lazy("belonging", "Pin or brooch")
    AMULET = "amulet_gris", _("Amulet or gris-gris")
    PRAYER_BEADS = "prayer_beads", _("Prayer beads")
    CROSS = "cross", pgettext_lazy("belonging", "Cross")
    RELIGIOUS_MEDAL = "religious_medal", _("Religious medal")
    PHONE = "phone", pgettext_lazy("belonging", "Phone")
    SIM = "sim", _("SIM card")
    MEMORY_CARD = "memory_card", _("Memory card")
    CHARGER = "charger", _("Charger")
    POWERBANK = "powerbank", _("Power bank")
    EARPHONES = "earphones", _("Earphones")
    TABLET = "tablet", pgettext_lazy("belonging", "Tablet")
    USB = "usb", _("USB stick")
    BAG = "bag", _("Bag")
    BACKPACK = "backpack", _("Backpack")
    WALLET = "wallet", _("Wallet")
    MONEY = "money", _("Money")
    PAPERS_POUCH = "papers_pouch", _("Pouch for papers")
    KEY = "key", pgettext_lazy("belonging", "Key")
    PHOTO = "photo", pgettext_lazy("belonging", "Photo")
    LETTER = "letter", pgettext_lazy("belonging", "Letter")
    NOTEBOOK = "notebook", _("Notebook")
    BOOK_RELIGIOUS = "book_religious", _("Religious book")
    MEDICINE = "medicine", _("Medicine")
    GLASSES = "glasses", _("Glasses")
    HEARING_AID = "hearing_aid", _("Hearing aid")
    TOBACCO = "tobacco", _("Tobacco")
    LIGHTER = "lighter", _("Lighter")
    KNIFE = "knife", _("Knife")
    COSMETICS = "cosmetics", _("Cosmetics")
    TOY = "toy", _("Toy")
    BABY_ITEM = "baby_item", _("Thing for a baby")
    WATER_BOTTLE = "water_bottle", _("Water bottle")
    FOOD = "food", _("Food")
    TICKET = "ticket", pgettext_lazy("belonging", "Ticket")
    RESCUE_WRISTBAND = "rescue_wristband", _("Rescue wristband")
    NUMBER_ON_SKIN = "body_number_written", _("Number written on the skin")
    OTHER = "other", pgettext_lazy("belonging", "Other")


class DocumentType(CodeList):
    """CL-DOC: papers of identity, travel and life."""

    PASSPORT = "pass", _("Passport")
    NATIONAL_ID = "nid", _("National identity card")
    BIRTH = "birth", _("Birth certificate")
    DRIVING = "drv", _("Driving licence")
    RESIDENCE = "resid", _("Residence permit")
    VISA = "visa", pgettext_lazy("document", "Visa")
    SEAMAN = "seaman", _("Seafarer's book")
    CONSULAR = "consular", _("Consular card")
    TAZKIRA = "tazkira", _("Tazkira")
    FAMILY_BOOK = "family_book", _("Family book")
    MILITARY = "military", _("Military card")
    VOTER = "voter", _("Voter's card")
    TAX = "tax", _("Tax card")
    HEALTH = "health", _("Health card")
    SCHOOL = "school", _("School card")
    WORK = "work", _("Work card")
    BANK = "bank", _("Bank card")
    POLICE_PAPER = "police_paper", _("Police paper")
    ASYLUM = "asylum", _("Asylum-seeker's card")
    UN_REGISTRATION = "unreg", _("United Nations registration")
    LAISSEZ_PASSER = "laissez", _("Laissez-passer")
    TICKET = "ticket", pgettext_lazy("document", "Ticket")
    PHONE_LIST = "phone_list", _("Handwritten list of numbers")
    RELIGIOUS = "religious", _("Religious paper")
    PHOTO = "photo", pgettext_lazy("document", "Photo")
    OTHER = "other", pgettext_lazy("document", "Other")


# Papers that tell of a protection status: their whole row lies in the protection file.
PROTECTION_PAPERS: tuple[DocumentType, ...] = (DocumentType.ASYLUM, DocumentType.UN_REGISTRATION)


class HeldBy(CodeList):
    """Who held a paper."""

    CARRIED = "carried", pgettext_lazy("document", "Carried by the person")
    FAMILY = "family", pgettext_lazy("document", "With the family")
    SMUGGLER = "smuggler", pgettext_lazy("document", "With a smuggler")
    AUTHORITY = "authority", pgettext_lazy("document", "With an authority")
    LOST = "lost", pgettext_lazy("document", "Lost")
    UNKNOWN = "unknown", pgettext_lazy("document", "Not known")


class FileKind(CodeList):
    """CL-FILE: what a file shows."""

    PORTRAIT = "portrait", _("Portrait")
    DOCUMENT_COPY = "document_copy", _("Copy of a document")
    MARK_PHOTO = "mark_photo", _("Photo of a mark")
    OBJECT_PHOTO = "object_photo", _("Photo of a belonging")
    SCENE = "scene", _("Place of recovery")
    EXAMINATION = "body", _("Examination photo")
    RADIOGRAPH = "radiograph", _("Radiograph")
    REPORT_FORENSIC = "report_forensic", _("Forensic report")
    REPORT_FAMILY = "report_family", _("Report for the family")
    CONSENT_EVIDENCE = "consent_evidence", _("Proof of consent")
    AUDIO_MESSAGE = "audio_message", _("Audio message")
    LEGAL_PAPER = "legal_paper", _("Legal paper")
    LETTER = "letter", pgettext_lazy("file", "Letter")
    AGREEMENT = "agreement", _("Agreement")


class WrongImage(CodeList):
    """Why an image is taken away."""

    OTHER_PERSON = "other_person", pgettext_lazy("image", "It shows somebody else")
    LIVING_PERSON = "living_person", pgettext_lazy("image", "It shows a living person")
    UNUSABLE = "unusable", pgettext_lazy("image", "Nothing can be seen on it")
    TWICE = "twice", pgettext_lazy("image", "It is there twice")


class SourceKind(CodeList):
    """CL-SOURCE: whom a value comes from."""

    FAMILY = "family", pgettext_lazy("source", "Family")
    SURVIVOR = "survivor", pgettext_lazy("source", "Survivor")
    WITNESS = "witness", pgettext_lazy("source", "Witness")
    SMUGGLER = "smuggler", pgettext_lazy("source", "Smuggler")
    COMPANION = "companion", pgettext_lazy("source", "Travel companion")
    SELF = "self", pgettext_lazy("source", "The person")
    CSO = "cso", pgettext_lazy("source", "Civil-society organisation")
    STATE = "state", pgettext_lazy("source", "State body")
    CONSULATE = "consulate", pgettext_lazy("source", "Consulate")
    FORENSIC = "forensic", pgettext_lazy("source", "Forensic examination")
    HOSPITAL = "hospital", pgettext_lazy("source", "Hospital")
    DETENTION_LIST = "detention_list", pgettext_lazy("source", "List of detained persons")
    PRESS = "press", pgettext_lazy("source", "Press")
    SOCIAL_MEDIA = "social_media", pgettext_lazy("source", "Social media")
    IMPORT_PARTNER = "import_partner", pgettext_lazy("source", "Import from a partner")
    COMMUNITY = "community", pgettext_lazy("source", "Community")
    ANONYMOUS = "anonymous", pgettext_lazy("source", "Anonymous")
    OTHER = "other", pgettext_lazy("source", "Other")


class CollectionMethod(CodeList):
    """How a value was collected."""

    INTERVIEW = "interview", pgettext_lazy("method", "Interview")
    PHONE = "phone", pgettext_lazy("method", "By phone")
    FORM = "form", pgettext_lazy("method", "Form")
    DOCUMENT = "document", pgettext_lazy("method", "From a document")
    EXAMINATION = "examination", pgettext_lazy("method", "Examination")
    IMPORT = "import", pgettext_lazy("method", "Import")
    WEB = "web", pgettext_lazy("method", "From the web")


class Reliability(CodeList):
    """How reliable a source is."""

    RELIABLE = "A", pgettext_lazy("source", "Reliable")
    USUALLY = "B", pgettext_lazy("source", "Usually reliable")
    DOUBTFUL = "C", pgettext_lazy("source", "Doubtful")
    UNKNOWN = "D", pgettext_lazy("source", "Not known")

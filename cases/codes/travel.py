"""Code lists about places, routes, transport and events on the way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.codes.base import CodeList


class PlaceKind(CodeList):
    """CL-PLACE: kinds of places."""

    HOME = "home", pgettext_lazy("place", "Home")
    CITY = "city", pgettext_lazy("place", "City")
    VILLAGE = "village", pgettext_lazy("place", "Village")
    CAMP = "camp", pgettext_lazy("place", "Camp")
    BORDER_POST = "border_post", _("Border post")
    BORDER_UNOFFICIAL = "border_unofficial", _("Unofficial border crossing")
    COAST = "coast", pgettext_lazy("place", "Coast")
    PORT = "port", pgettext_lazy("place", "Port")
    HIGH_SEA = "high_sea", _("High sea")
    TERRITORIAL_SEA = "territorial_sea", _("Territorial sea")
    RIVER = "river", pgettext_lazy("place", "River")
    LAKE = "lake", pgettext_lazy("place", "Lake")
    DESERT = "desert", pgettext_lazy("place", "Desert")
    FOREST = "forest", pgettext_lazy("place", "Forest")
    MOUNTAIN = "mountain", pgettext_lazy("place", "Mountain")
    ROAD = "road", pgettext_lazy("place", "Road")
    RAIL = "rail", pgettext_lazy("place", "Railway")
    AIRPORT = "airport", pgettext_lazy("place", "Airport")
    DETENTION = "detention", pgettext_lazy("place", "Place of detention")
    HOSPITAL = "hospital", pgettext_lazy("place", "Hospital")
    MORGUE = "morgue", pgettext_lazy("place", "Morgue")
    CEMETERY = "cemetery", pgettext_lazy("place", "Cemetery")
    WAREHOUSE = "warehouse_connection_house", _("Warehouse or connection house")
    SHELTER = "shelter", pgettext_lazy("place", "Shelter")
    FARM = "farm", pgettext_lazy("place", "Farm")
    OTHER = "other", pgettext_lazy("place", "Other")


class GeoMethod(CodeList):
    """How a position was found; decides the default radius."""

    GPS = "gps", _("Measured by GPS")
    MAP_PICK = "map_pick", _("Pointed out on a map")
    GAZETTEER = "gazetteer", _("From a list of places")
    ADMIN_CENTROID = "admin_centroid", _("Centre of the region")
    TEXT_ONLY = "text_only", _("Words only")


class WaterBody(CodeList):
    """CL-SEA: seas."""

    MED_W = "med_w", _("Western Mediterranean")
    MED_C = "med_c", _("Central Mediterranean")
    MED_E = "med_e", _("Eastern Mediterranean")
    AEGEAN = "aegean", _("Aegean Sea")
    ADRIATIC = "adriatic", _("Adriatic Sea")
    BLACK = "black", _("Black Sea")
    ATLANTIC_CANARY = "atlantic_ca", _("Atlantic near the Canary Islands")
    ATLANTIC_WEST = "atlantic_w", _("Western Atlantic")
    CHANNEL = "channel", _("English Channel")
    RED_SEA = "red_sea", _("Red Sea")
    ADEN = "aden", _("Gulf of Aden")
    ANDAMAN = "andaman", _("Andaman Sea")
    BENGAL = "bengal", _("Bay of Bengal")
    MALACCA = "malacca", _("Strait of Malacca")
    CARIBBEAN = "caribbean", _("Caribbean Sea")
    GULF_OF_MEXICO = "gulf_mex", _("Gulf of Mexico")
    PACIFIC_CENTRAL_AMERICA = "pacific_ca", _("Pacific off Central America")
    INDIAN = "indian", _("Indian Ocean")
    OTHER = "other", pgettext_lazy("sea", "Other")


class Route(CodeList):
    """CL-ROUTE: migration routes, with the names IOM uses where it has one."""

    CENTRAL_MED = "cmed", _("Central Mediterranean")
    EASTERN_MED = "emed", _("Eastern Mediterranean")
    WESTERN_MED = "wmed", _("Western Mediterranean")
    WEST_AFRICA_ATLANTIC = "watl", _("Western Africa and Atlantic to the Canary Islands")
    SAHARA = "sah", _("Sahara crossing")
    HORN_YEMEN = "eyem", _("Horn of Africa to Yemen and the Gulf")
    HORN_SOUTH = "hsou", _("Horn of Africa to Southern Africa")
    COMOROS_MAYOTTE = "como", _("Comoros to Mayotte")
    WESTERN_BALKANS = "wbal", _("Western Balkans")
    TURKIYE_EUROPE_LAND = "trel", _("Türkiye to Europe by land")
    BELARUS_EU = "bely", _("Belarus to the European Union")
    ALPS = "alps", _("Italy to France")
    ENGLISH_CHANNEL = "chan", _("English Channel")
    UKRAINE_EUROPE = "ukr", _("Ukraine to Europe")
    AFGHANISTAN_IRAN = "afir", _("Afghanistan and Pakistan to Iran")
    IRAN_TURKIYE = "irtr", _("Iran to Türkiye")
    SYRIA_TURKIYE = "syrt", _("Syria to Türkiye")
    IRAQ_TURKIYE = "iqtr", _("Iraq to Türkiye")
    ANDAMAN_BENGAL = "andb", _("Andaman Sea and Bay of Bengal")
    MALAYSIA_INDONESIA = "mysg", _("Malaysia and Indonesia straits")
    TO_AUSTRALIA = "idau", _("To Australia")
    DARIEN = "dari", _("Darién")
    CENTRAL_AMERICA_MEXICO = "camx", _("Central America and transit through Mexico")
    US_MEXICO = "usmx", _("Border of Mexico and the United States")
    CARIBBEAN_US = "carus", _("Caribbean to the United States")
    DOMINICAN_PUERTO_RICO = "drpr", _("Dominican Republic to Puerto Rico")
    HAITI_DOMINICAN = "htdr", _("Haiti to the Dominican Republic")
    VENEZUELA_CARIBBEAN = "vecar", _("Venezuela to the Caribbean")
    ANDES = "andes", _("Andes, Chile and Bolivia")
    NONE = "none", _("No route, local")
    OTHER = "other", pgettext_lazy("route", "Other")
    UNKNOWN = "unk", pgettext_lazy("route", "Not known")


class Transport(CodeList):
    """CL-TRANS: means of travel."""

    FOOT = "foot", _("On foot")
    CAR = "car", _("Car")
    TAXI = "taxi", _("Taxi")
    TRUCK_OPEN = "truck_open", _("Open truck")
    TRUCK_CLOSED = "truck_closed", _("Closed truck")
    CONTAINER = "container", pgettext_lazy("transport", "Container")
    BUS = "bus", _("Bus")
    TRAIN_IN = "train_in", _("Inside a train")
    TRAIN_ON = "train_on", _("On top of a train")
    MOTORCYCLE = "motorcycle", _("Motorcycle")
    ANIMAL = "animal", pgettext_lazy("transport", "Riding animal")
    DINGHY_RUBBER = "dinghy_rubber", _("Rubber dinghy")
    BOAT_WOOD = "boat_wood", _("Wooden boat")
    BOAT_FIBRE = "boat_fibre", _("Fibreglass boat")
    PIROGUE = "pirogue", _("Pirogue")
    BOAT_METAL = "boat_metal", _("Metal boat")
    FISHING_VESSEL = "fishing_vessel", _("Fishing vessel")
    SAILING = "sailing", _("Sailing boat")
    FERRY_HIDDEN = "ferry_hidden", _("Hidden on a ferry")
    CARGO_SHIP = "cargo_ship", _("Cargo ship")
    SWIM = "swim", _("Swimming")
    PLANE = "plane", _("Plane")
    PLANE_STOWAWAY = "plane_stowaway", _("Hidden on a plane")
    SNOW = "snow", _("Across snow")
    OTHER = "other", pgettext_lazy("transport", "Other")
    UNKNOWN = "unknown", pgettext_lazy("transport", "Not known")


class LegCompleted(CodeList):
    """Whether a part of the journey is known to have been travelled."""

    YES = "yes", pgettext_lazy("journey", "Travelled")
    NO = "no", pgettext_lazy("journey", "Not travelled")
    UNKNOWN = "unknown", pgettext_lazy("journey", "Not known")
    INTENDED = "intended_only", pgettext_lazy("journey", "Only planned")


class ContactMeans(CodeList):
    """CL-CONTACT: how the last contact was made."""

    CALL = "call", pgettext_lazy("contact", "Call")
    VOICE_MESSAGE = "voice_msg", pgettext_lazy("contact", "Voice message")
    TEXT_MESSAGE = "text_msg", pgettext_lazy("contact", "Text message")
    SOCIAL = "social", pgettext_lazy("contact", "Social media")
    IN_PERSON = "in_person", pgettext_lazy("contact", "In person")
    LETTER = "letter", pgettext_lazy("contact", "Letter")
    VIA_COMPANION = "via_companion", pgettext_lazy("contact", "Through a companion")
    VIA_SMUGGLER = "via_smuggler", pgettext_lazy("contact", "Through a smuggler")
    MONEY_TRANSFER = "money_transfer", pgettext_lazy("contact", "Money transfer")
    SEEN_BY_OTHER = "seen_by_other", pgettext_lazy("contact", "Seen by somebody")
    NONE_SINCE_DEPARTURE = "none_since_departure", _("None since departure")
    OTHER = "other", pgettext_lazy("contact", "Other")


class ProofOfLife(CodeList):
    """What shows that the person was alive on a day."""

    VOICE = "voice", pgettext_lazy("proof of life", "Voice")
    VIDEO = "video", pgettext_lazy("proof of life", "Video")
    SEEN = "seen", pgettext_lazy("proof of life", "Seen")
    MESSAGE = "message", pgettext_lazy("proof of life", "Message")
    BANK = "bank", pgettext_lazy("proof of life", "Bank movement")
    LOGIN = "login", pgettext_lazy("proof of life", "Sign-in")


class Circumstance(CodeList):
    """CL-CIRC: what happened, as far as it is known."""

    LOST_CONTACT = "lost_contact", _("Contact was lost")
    SHIPWRECK = "shipwreck", _("Shipwreck")
    FELL_OVERBOARD = "fell_overboard", _("Fell overboard")
    PUSHED_BACK = "pushed_back", _("Pushed back")
    LEFT_BEHIND_DESERT = "left_behind_desert", _("Left behind in the desert")
    LEFT_BEHIND_OTHER = "left_behind_other", _("Left behind elsewhere")
    VEHICLE_CRASH = "vehicle_crash", _("Vehicle crash")
    TRAIN = "train", pgettext_lazy("circumstance", "Train")
    SUFFOCATION_CONTAINER = "suffocation_container", _("Shut in a container")
    RIVER_CROSSING = "river_crossing", _("River crossing")
    BORDER_VIOLENCE = "border_violence", _("Violence at a border")
    ARREST = "arrest", _("Arrest")
    DETENTION = "detention", pgettext_lazy("circumstance", "Detention")
    RAID = "raid", _("Raid")
    ABDUCTION = "abduction", _("Abduction")
    KIDNAP_RANSOM = "kidnap_ransom", _("Kidnapping for ransom")
    RECRUITMENT_FORCED = "recruitment_forced", _("Forced recruitment")
    TRAFFICKING_SIGN = "trafficking_sign", _("Sign of trafficking")
    ILLNESS = "illness", _("Illness")
    FIRE = "fire", _("Fire")
    DISASTER = "disaster", _("Disaster")
    FORCED_RETURN = "forced_return", _("Forced return")
    HOSPITALISED = "hospitalised", _("Taken to hospital")
    SEPARATED_FROM_GROUP = "separated_from_group", _("Separated from the group")
    DISPUTE_SMUGGLER = "dispute_smuggler", _("Dispute with a smuggler")
    CHOSE_NO_CONTACT = "chose_no_contact_possible", _("May have chosen no contact")
    OTHER = "other", pgettext_lazy("circumstance", "Other")
    UNKNOWN = "unknown", pgettext_lazy("circumstance", "Not known")


class Facility(CodeList):
    """CL-FACILITY: places where living people are kept, cared for or housed."""

    HOSPITAL = "hospital", pgettext_lazy("facility", "Hospital")
    CLINIC = "clinic", pgettext_lazy("facility", "Clinic")
    PSYCHIATRIC = "psychiatric", pgettext_lazy("facility", "Psychiatric hospital")
    PRISON = "prison", pgettext_lazy("facility", "Prison")
    POLICE_CELL = "police_cell", pgettext_lazy("facility", "Police cell")
    IMMIGRATION_DETENTION = "immigration_detention", _("Immigration detention")
    MILITARY_SITE = "military_site", _("Military site")
    CAMP = "camp", pgettext_lazy("facility", "Camp")
    SHELTER = "shelter", pgettext_lazy("facility", "Shelter")
    RECEPTION_CENTRE = "reception_centre", _("Reception centre")
    CHILD_HOME = "child_home", _("Children's home")
    CHURCH_MOSQUE = "church_mosque", _("Place of worship")
    RESCUE_SHIP = "rescue_ship", _("Rescue ship")
    RETURN_CENTRE = "return_centre", _("Return centre")
    MORGUE_NEGATIVE = "morgue_check_negative", _("Morgue checked, not found there")
    STREET = "street", pgettext_lazy("facility", "Street")
    WORKPLACE = "workplace", pgettext_lazy("facility", "Workplace")
    PRIVATE_HOME = "private_home", pgettext_lazy("facility", "Private home")
    OTHER = "other", pgettext_lazy("facility", "Other")
    UNKNOWN = "unknown", pgettext_lazy("facility", "Not known")

"""Spellings of places beyond ISO 3166-1: other names, regions, organisations, vague words, and names of several places.

The tables are code and not a YAML file because every command needs them at its start.
"""

from __future__ import annotations

# spellings beyond ISO's own names; lower case, without dots
EXTRA = {
    "el": "GR", "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "usa": "US", "us": "US", "united states of america": "US", "the united states": "US",
    "america": "US", "czech republic": "CZ", "czechia": "CZ", "the netherlands": "NL", "holland": "NL",
    "south korea": "KR",
    "republic of korea": "KR", "korea (south)": "KR", "north korea": "KP", "russia": "RU", "russian federation": "RU",
    "turkey": "TR", "turkiye": "TR", "vietnam": "VN", "viet nam": "VN", "taiwan": "TW", "moldova": "MD", "iran": "IR",
    "syria": "SY", "bolivia": "BO", "venezuela": "VE", "tanzania": "TZ", "laos": "LA", "brunei": "BN",
    "macedonia": "MK",
    "north macedonia": "MK", "kosovo": "XK", "xk": "XK", "xkx": "XK", "hong kong": "HK", "hong kong sar": "HK",
    "macau": "MO",
    "macao": "MO", "ivory coast": "CI", "cape verde": "CV", "swaziland": "SZ", "burma": "MM", "east timor": "TL",
    "vatican": "VA", "vatican city": "VA", "faroe islands": "FO", "faroes": "FO", "aland": "AX", "aland islands": "AX",
    "uae": "AE", "emirates": "AE", "prc": "CN", "mainland china": "CN", "p r china": "CN", "dr congo": "CD",
    "drc": "CD",
    "congo-brazzaville": "CG", "congo-kinshasa": "CD", "reunion": "RE", "curacao": "CW", "st lucia": "LC",
    "sint maarten": "SX", "svalbard and jan mayen": "SJ", "isle of man": "IM", "guernsey": "GG", "palestine": "PS",
    "republic of ireland": "IE", "eire": "IE", "deutschland": "DE", "österreich": "AT", "osterreich": "AT",
    "schweiz": "CH",
    "suisse": "CH", "svizzera": "CH", "frankreich": "FR", "italien": "IT", "spanien": "ES", "espana": "ES",
    "niederlande": "NL", "belgien": "BE", "polen": "PL", "polska": "PL", "tschechien": "CZ", "ceska republika": "CZ",
    "cesko": "CZ", "slowakei": "SK", "slovensko": "SK", "ungarn": "HU", "irland": "IE", "vereinigtes konigreich": "GB",
    "grossbritannien": "GB", "vereinigte staaten": "US", "vereinigte staaten von amerika": "US", "etats-unis": "US",
    "etats unis": "US", "royaume-uni": "GB", "royaume uni": "GB", "allemagne": "DE", "espagne": "ES", "italie": "IT",
    "pays-bas": "NL", "pays bas": "NL", "belgique": "BE", "irlande": "IE", "autriche": "AT", "japon": "JP",
    "inde": "IN",
    "chine": "CN", "maroc": "MA", "tunisie": "TN", "bresil": "BR", "coree du sud": "KR", "spojene staty americke": "US",
    "spojene staty": "US", "usa (united states)": "US", "velka britanie": "GB", "spojene kralovstvi": "GB",
    "nemecko": "DE",
    "rakousko": "AT", "irsko": "IE", "indie": "IN", "singapur": "SG", "kanada": "CA", "norwegen": "NO",
    "schweden": "SE",
    "danemark": "DK", "luxemburg": "LU", "griechenland": "GR", "hellas": "GR", "hrvatska": "HR", "kroatien": "HR",
    "czech rep": "CZ", "slovenska republika": "SK", "holy see": "VA", "faroe": "FO", "alderney": "GG", "sark": "GG",
    "canary islands": "ES", "ceuta": "ES", "melilla": "ES", "azores": "PT", "madeira": "PT", "jan mayen": "NO",
    "svalbard": "SJ", "republic of kosovo": "XK", "fyrom": "MK", "lao pdr": "LA", "st barts": "BL",
    "korea, south": "KR",
    "xi": "GB", "korea, north": "KP", "korea (north)": "KP", "falkland islands": "FK", "virgin islands (us)": "VI",
    "virgin islands (british)": "VG", "us of a": "US",
}  # fmt: skip

# names that ISO turns round, or that two places share
USUAL = {
    "XK": "Kosovo", "CG": "Republic of the Congo", "CD": "Democratic Republic of the Congo", "VI": "US Virgin Islands",
    "VG": "British Virgin Islands", "PS": "Palestine", "FM": "Micronesia", "GE": "Georgia (country)",
}  # fmt: skip

REGIONS = {
    "eu": "EU", "european union": "EU", "europaische union": "EU", "union europeenne": "EU", "evropska unie": "EU",
    "ue": "EU",
    "eea": "EEA", "european economic area": "EEA", "eu/eea": "EEA", "eu / eea": "EEA", "eea/eu": "EEA", "ewr": "EEA",
    "eu and eea": "EEA", "eu or eea": "EEA", "within the eu": "EU", "within the eea": "EEA", "eu member states": "EU",
    "eu countries": "EU", "inside the eu": "EU", "eu-27": "EU", "eu27": "EU", "eu member state": "EU", "ees": "EEA",
    "eee": "EEA",
    "within the european union": "EU", "inside the european union": "EU", "within the european economic area": "EEA",
    "inside the eea": "EEA", "eea countries": "EEA", "eea member states": "EEA", "europaischer wirtschaftsraum": "EEA",
    "espace economique europeen": "EEA", "evropsky hospodarsky prostor": "EEA", "unione europea": "EU",
    "union europea": "EU",
    "europese unie": "EU", "europeiska unionen": "EU", "unia europejska": "EU",
}  # fmt: skip

ORGANISATIONS = {
    "epo": "EPO", "european patent organisation": "EPO", "european patent office": "EPO",
    "eu institutions": "EU-INST", "eu-inst": "EU-INST", "eu institution": "EU-INST", "european commission": "EU-INST",
    "european parliament": "EU-INST", "council of the european union": "EU-INST",
    "court of justice of the european union": "EU-INST",
    "european central bank": "EU-INST", "ecb": "EU-INST", "european investment bank": "EU-INST", "edps": "EU-INST",
    **dict.fromkeys((
        # bodies and agencies of the Union, without the abbreviations "EEA", "FRA" and "SRB", which are places
        "eu agency", "eu agencies", "eu body", "eu bodies", "agencies of the eu", "european council",
        "council of the eu",
        "european court of auditors", "european external action service", "eeas",
        "european economic and social committee", "european committee of the regions", "european ombudsman",
        "european data protection supervisor", "european data protection board", "edpb", "eib",
        "european public prosecutor's office", "eppo", "europol", "eurojust", "frontex",
        "european border and coast guard agency", "european anti-fraud office", "olaf", "acer",
        "agency for the cooperation of energy regulators", "berec", "berec office", "cdt",
        "translation centre for the bodies of the european union", "cedefop", "cepol",
        "european union agency for law enforcement training", "cpvo", "community plant variety office",
        "easa", "european union aviation safety agency", "eba", "european banking authority", "echa",
        "european chemicals agency", "ecdc", "european centre for disease prevention and control",
        "european environment agency", "efca", "european fisheries control agency", "efsa",
        "european food safety authority", "eige", "european institute for gender equality", "eiopa",
        "european insurance and occupational pensions authority", "eit",
        "european institute of innovation and technology", "european labour authority", "ema",
        "european medicines agency", "emsa", "european maritime safety agency", "enisa",
        "european union agency for cybersecurity", "esma", "european securities and markets authority", "etf",
        "european training foundation", "euaa", "european union agency for asylum", "easo", "euda", "emcdda",
        "european union drugs agency", "euipo", "european union intellectual property office", "ohim",
        "eu-lisa", "eulisa", "eu-osha", "european agency for safety and health at work", "eurofound", "euspa",
        "european union agency for the space programme", "european union agency for fundamental rights",
        "fundamental rights agency", "european union agency for railways", "single resolution board",
        "european defence agency", "european union satellite centre", "satcen", "euiss", "amla",
        "anti-money laundering authority", "european research executive agency", "eacea", "cinea", "eismea", "hadea",
    ), "EU-INST"),
    **dict.fromkeys((
        "igo", "un", "united nations", "unhcr", "unicef", "unesco", "world health organization",
        "world health organisation", "who", "ilo",
        "international labour organization", "iom", "international organization for migration", "world bank", "imf",
        "wto", "oecd", "nato", "osce",
        "council of europe", "european court of human rights", "interpol", "icrc", "european space agency", "cern",
        "eurocontrol", "efta",
    ), "IGO"),
    "international organisation": "ORG", "org": "ORG",
}  # fmt: skip

VAGUE = {
    "worldwide": "worldwide", "global": "worldwide", "globally": "worldwide", "international": "worldwide",
    "various": "various", "various countries": "various", "several": "various", "multiple": "various",
    "third countries": "various", "third country": "various", "non-eu": "various", "outside the eu": "various",
    "outside the eea": "various", "unknown": "unknown", "not stated": "unknown", "n/a": "unknown", "tbd": "unknown",
    "?": "unknown", "-": "unknown", "": "unknown",
}  # fmt: skip

# names that mean more than one place, or a part that the code does not identify: unknown, with the reason
AMBIGUOUS = {
    "europe": "Europe is larger than the EEA", "korea": "Korea may be North or South", "congo": "there are two Congos",
    "guinea-": "several states are called Guinea", "saint martin": "Saint Martin is French (MF) or Dutch (SX)",
    "st martin": "Saint Martin is French (MF) or Dutch (SX)", "virgin islands": "the Virgin Islands are British or US",
    "northern cyprus": "the north of Cyprus has no own code; Union law is suspended there",
    "saint-martin": "Saint Martin is French (MF) or Dutch (SX)", "crimea": "contested territory",
    **dict.fromkeys(
        ("georgia", "georgie", "georgia (us)"), "Georgia is a country (GE) and a state of the United States (US)"
    ),
    "emea": "EMEA is larger than the EEA", "apac": "APAC is a region",
    "latam": "LATAM is a region", "dach": "DACH includes Switzerland", "asia": "a continent", "africa": "a continent",
    "nordics": "a region", "benelux": "a region", "middle east": "a region",
    "channel islands": "Jersey and Guernsey have separate decisions", "ireland/uk": "two countries",
    "cs": "CS was Czechoslovakia, then Serbia and Montenegro", "yu": "Yugoslavia no longer exists",
    "yugoslavia": "Yugoslavia no longer exists",
    "serbia and montenegro": "two countries since 2006, RS and ME",
}  # fmt: skip

DIFFERENT_ABROAD = frozenset({"georgia"})
"""English names of two places that other languages distinguish: "Georgien" is the country, "Georgia" the state."""

"""The route graph: sectors of the migration routes, and where people are taken next.

Decides in which sector a position lies and which sectors lie downstream.  A sector is a stretch of a route (CL-ROUTE)
around a centre; together they cut the world into cells (nearest centre), with one more cell, `elsewhere`, for what is
far from every route.  Centres and default shares are cluster centres of the IOM Missing Migrants Project records of
2014-2020 (CC BY 4.0), rounded to half a degree; routes without records there have a centre on their usual line.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

EARTH_KM = 6371.0088


class Sector(NamedTuple):
    """code, route, centre, sea or land, weight of the finds there, countries it touches, codes downstream."""

    code: str
    route: str
    lat: float
    lon: float
    sea: bool
    weight: float
    countries: str
    onward: str


SECTORS: tuple[Sector, ...] = (
    Sector("elsewhere", "none", 0.0, -160.0, False, 60, "", ""),
    # North America
    Sector("usmx_az", "usmx", 32.0, -112.5, False, 890, "USA MEX", ""),
    Sector("usmx_ca", "usmx", 32.7, -115.5, False, 90, "USA MEX", ""),
    Sector("usmx_nm", "usmx", 31.2, -106.7, False, 90, "USA MEX", ""),
    Sector("usmx_bend", "usmx", 28.8, -100.9, False, 180, "USA MEX", ""),
    Sector("usmx_rgv", "usmx", 26.7, -98.5, False, 520, "USA MEX", ""),
    Sector("camx_north", "camx", 25.0, -103.0, False, 70, "MEX", "usmx_az usmx_nm usmx_bend usmx_rgv usmx_ca"),
    Sector("camx_east", "camx", 19.2, -97.5, False, 80, "MEX", "camx_north usmx_rgv usmx_bend"),
    Sector("camx_south", "camx", 16.5, -93.0, False, 150, "MEX GTM", "camx_east camx_north"),
    Sector("camx_triangle", "camx", 14.5, -89.0, False, 40, "GTM HND SLV NIC", "camx_south"),
    Sector("camx_isthmus", "camx", 10.0, -84.0, False, 25, "CRI NIC PAN", "camx_triangle camx_south"),
    Sector("dari_gap", "dari", 8.1, -77.4, False, 40, "PAN COL", "camx_isthmus"),
    Sector("carus_florida", "carus", 24.5, -81.0, True, 40, "USA CUB BHS", ""),
    Sector("htdr_border", "htdr", 19.3, -71.7, False, 10, "HTI DOM", "drpr_mona"),
    Sector("drpr_mona", "drpr", 18.5, -68.2, True, 30, "DOM PRI", ""),
    Sector("vecar_sea", "vecar", 11.5, -69.0, True, 15, "VEN ABW CUW TTO", ""),
    Sector("andes_south", "andes", -20.0, -68.5, False, 15, "CHL BOL PER", ""),
    Sector("andes_north", "andes", 3.5, -75.0, False, 25, "COL ECU VEN", "dari_gap"),
    # Central and West Mediterranean, Atlantic
    Sector("cmed_tripoli", "cmed", 33.0, 13.0, True, 300, "LBY TUN", "cmed_south cmed_lampedusa"),
    Sector("cmed_south", "cmed", 33.5, 16.0, True, 150, "LBY", "cmed_lampedusa cmed_ionian"),
    Sector("cmed_tunis", "cmed", 34.5, 10.7, True, 90, "TUN", "cmed_lampedusa cmed_sardinia"),
    Sector("cmed_lampedusa", "cmed", 35.5, 13.0, True, 150, "ITA MLT", "cmed_ionian"),
    Sector("cmed_sardinia", "cmed", 38.0, 9.0, True, 35, "ITA DZA TUN", ""),
    Sector("cmed_ionian", "cmed", 37.5, 16.5, True, 30, "ITA GRC", ""),
    Sector("cmed_egypt", "cmed", 31.7, 28.5, True, 30, "EGY LBY", "cmed_ionian cmed_south"),
    Sector("wmed_strait", "wmed", 35.9, -5.6, True, 160, "MAR ESP", ""),
    Sector("wmed_alboran", "wmed", 35.8, -3.2, True, 150, "MAR ESP DZA", ""),
    Sector("wmed_algeria", "wmed", 36.5, 0.5, True, 80, "DZA ESP", ""),
    Sector("watl_canary", "watl", 27.7, -14.5, True, 60, "ESP MAR ESH", ""),
    Sector("watl_south", "watl", 18.5, -17.0, True, 60, "MRT SEN GMB", "watl_canary"),
    # East Mediterranean, Balkans, inner Europe
    Sector("emed_izmir", "emed", 37.3, 27.2, True, 150, "TUR GRC", "emed_greece"),
    Sector("emed_lesvos", "emed", 39.2, 26.4, True, 120, "TUR GRC", "emed_greece wbal_greece"),
    Sector("emed_greece", "emed", 37.0, 23.5, True, 20, "GRC", "wbal_greece cmed_ionian"),
    Sector("emed_cyprus", "emed", 35.0, 34.5, True, 20, "CYP SYR LBN TUR", "emed_izmir"),
    Sector("trel_evros", "trel", 41.2, 26.5, False, 70, "TUR GRC BGR", "wbal_greece"),
    Sector("wbal_greece", "wbal", 41.6, 23.0, False, 70, "GRC MKD BGR ALB", "wbal_north"),
    Sector("wbal_north", "wbal", 45.3, 17.5, False, 70, "SRB BIH HRV HUN SVN ROU", "alps_east"),
    Sector("alps_east", "alps", 46.5, 12.0, False, 20, "ITA AUT SVN DEU CHE", "alps_west chan_calais"),
    Sector("alps_west", "alps", 44.3, 7.2, False, 20, "ITA FRA CHE", "chan_calais"),
    Sector("chan_calais", "chan", 50.9, 1.9, True, 70, "FRA GBR BEL", ""),
    Sector("bely_forest", "bely", 53.5, 23.8, False, 30, "BLR POL LTU LVA", "alps_east"),
    Sector("ukr_west", "ukr", 48.5, 23.5, False, 10, "UKR SVK MDA POL HUN ROU", "alps_east"),
    # Sahara and the Sahel
    Sector("sah_libya", "sah", 31.5, 15.0, False, 180, "LBY", "cmed_tripoli cmed_south"),
    Sector("sah_fezzan", "sah", 25.5, 14.5, False, 170, "LBY", "sah_libya cmed_tripoli"),
    Sector("sah_kufra", "sah", 22.0, 24.5, False, 330, "LBY SDN EGY TCD", "sah_libya cmed_south"),
    Sector("sah_agadez", "sah", 19.0, 8.5, False, 220, "NER DZA", "sah_fezzan sah_algeria"),
    Sector("sah_algeria", "sah", 27.5, 3.0, False, 50, "DZA MLI", "wmed_algeria wmed_alboran sah_fezzan"),
    Sector("sah_maghreb", "sah", 32.5, -5.0, False, 40, "MAR DZA", "wmed_alboran wmed_strait"),
    Sector("sah_egypt", "sah", 25.0, 31.8, False, 190, "EGY SDN", "cmed_egypt sah_kufra"),
    Sector("sah_sudan", "sah", 15.5, 33.5, False, 290, "SDN ERI ETH", "sah_kufra sah_egypt"),
    Sector("sah_sahel_west", "sah", 13.0, -3.0, False, 230, "MLI BFA CIV GHA", "sah_agadez sah_algeria"),
    Sector("sah_sahel_coast", "sah", 14.0, -13.0, False, 40, "SEN GIN GMB MRT MLI", "watl_south sah_sahel_west"),
    Sector("sah_chad", "sah", 13.0, 17.5, False, 50, "TCD NGA CMR NER", "sah_agadez sah_kufra"),
    Sector("sah_guinea_gulf", "sah", 6.0, 7.0, False, 30, "NGA CMR BEN TGO GAB", "sah_agadez sah_sahel_west"),
    # Horn of Africa and south
    Sector("eyem_gulf", "eyem", 12.3, 47.0, True, 90, "YEM SOM", "eyem_yemen"),
    Sector("eyem_djibouti", "eyem", 11.8, 43.0, False, 80, "DJI ETH SOM", "eyem_gulf eyem_yemen"),
    Sector("eyem_yemen", "eyem", 16.5, 43.8, False, 30, "YEM SAU", ""),
    Sector("hsou_kenya", "hsou", 1.0, 39.5, False, 50, "KEN SOM ETH", "hsou_tanzania"),
    Sector("hsou_tanzania", "hsou", -7.0, 37.5, False, 50, "TZA MWI MOZ", "hsou_south"),
    Sector("hsou_south", "hsou", -20.0, 32.0, False, 40, "MOZ ZWE ZAF ZMB", ""),
    Sector("como_mayotte", "como", -12.5, 44.8, True, 20, "COM MYT", ""),
    # West and South Asia
    Sector("iqtr_border", "iqtr", 37.2, 43.0, False, 20, "IRQ TUR", "irtr_van emed_izmir trel_evros"),
    Sector("syrt_border", "syrt", 36.6, 37.8, False, 150, "SYR TUR", "emed_izmir emed_lesvos trel_evros"),
    Sector("irtr_van", "irtr", 38.5, 44.0, False, 60, "IRN TUR", "emed_izmir emed_lesvos trel_evros"),
    Sector("irtr_iran", "irtr", 34.5, 50.5, False, 40, "IRN", "irtr_van"),
    Sector("afir_nimruz", "afir", 28.8, 61.7, False, 110, "IRN PAK AFG", "irtr_iran irtr_van"),
    Sector("afir_afghan", "afir", 33.0, 65.5, False, 30, "AFG PAK", "afir_nimruz"),
    # Bay of Bengal, South-East Asia
    Sector("andb_arakan", "andb", 20.5, 92.8, True, 80, "BGD MMR", "andb_andaman"),
    Sector("andb_andaman", "andb", 10.0, 96.5, True, 50, "MMR THA IND", "andb_malay"),
    Sector("andb_malay", "andb", 6.3, 100.3, False, 60, "THA MYS IDN", "mysg_malacca"),
    Sector("mysg_malacca", "mysg", 2.5, 102.0, True, 30, "MYS IDN SGP", "idau_sea"),
    Sector("idau_sea", "idau", -10.0, 110.0, True, 10, "IDN AUS", ""),
)  # fmt: skip

CODES: tuple[str, ...] = tuple(s.code for s in SECTORS)
ROUTES: tuple[str, ...] = tuple(dict.fromkeys(s.route for s in SECTORS[1:]))
_LAT: FloatArray = np.array([s.lat for s in SECTORS])
_LON: FloatArray = np.array([s.lon for s in SECTORS])
SEA: NDArray[np.bool_] = np.array([s.sea for s in SECTORS])
DEFAULT_SHARE: FloatArray = np.array([s.weight for s in SECTORS]) / sum(s.weight for s in SECTORS)
CENTRES = (_LAT, _LON)


def distance_km(lat1: FloatArray, lon1: FloatArray, lat2: FloatArray, lon2: FloatArray) -> FloatArray:
    """Great-circle distance; arguments broadcast."""
    p1, p2 = np.radians(lat1), np.radians(lat2)
    h = np.sin((p2 - p1) / 2) ** 2 + np.cos(p1) * np.cos(p2) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(h, 1.0))), dtype=np.float64)


def sector_of(lat: FloatArray, lon: FloatArray, far_km: float) -> IntArray:
    """Index of the sector of each position: the nearest centre, or 0 (elsewhere) beyond far_km from all."""
    out = np.empty(len(lat), dtype=np.int64)
    for start in range(0, len(lat), 4096):
        part = slice(start, start + 4096)
        d = distance_km(lat[part, None], lon[part, None], _LAT[None, 1:], _LON[None, 1:])
        nearest = d.argmin(axis=1)
        out[part] = np.where(d[np.arange(len(nearest)), nearest] > far_km, 0, nearest + 1)
    return out


@cache
def route_sectors(route: str) -> tuple[int, ...]:
    """The sectors of a route; empty for `none`, `unk` and routes outside the graph."""
    return tuple(i for i, s in enumerate(SECTORS) if i and s.route == route)


@cache
def country_sectors(country: str) -> tuple[int, ...]:
    """The sectors that touch a country."""
    return tuple(i for i, s in enumerate(SECTORS) if country in s.countries.split())


@cache
def onward(sector: int) -> tuple[int, ...]:
    """The sectors next downstream."""
    return tuple(CODES.index(code) for code in SECTORS[sector].onward.split())


@cache
def reach(sector: int) -> frozenset[int]:
    """Every sector downstream of this one, itself included."""
    seen, todo = {sector}, [sector]
    while todo:
        for other in onward(todo.pop()):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return frozenset(seen)


def known_routes(routes: Iterable[str]) -> tuple[str, ...]:
    """Routes the graph knows, sorted and once each."""
    return tuple(sorted({r for r in routes if route_sectors(r)}))

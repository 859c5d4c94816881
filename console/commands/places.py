"""Providers' beds, and the zones, providers and places that a program is set up with."""

from collections.abc import Sequence

from console.commands.ground import expect, found
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import ProviderId
from console.domain.roles import Permission
from console.errors import BadInput
from console.models.places import Place, Provider, Zone
from console.snapshots.places import PlaceSnapshot, ProviderSnapshot, ZoneSnapshot


async def set_beds(uow: UnitOfWork, provider_id: ProviderId, expected: int, free: int | None) -> None:
    """Say how many beds a provider has free; None means nobody knows.

    Raises:
        BadInput: more beds than the provider has, or fewer than none.
        EditConflict: somebody else said it first.
    """
    uow.require(Permission.EDIT_PROVIDER)
    provider = await found(uow, Provider, provider_id, "provider")
    await expect(uow, provider, provider.version, expected, provider.name)
    if free is not None and free < 0:
        raise BadInput("Free beds cannot be fewer than none.")
    if free is not None and provider.beds is not None and free > provider.beds:
        raise BadInput(f"{provider.name} has {provider.beds} beds in all.")
    provider.beds_free, provider.beds_at = free, uow.now


async def add_zones(uow: UnitOfWork, zones: Sequence[ZoneSnapshot]) -> None:
    """Add zones to the program."""
    uow.require(Permission.EDIT_SETTINGS)
    for zone in zones:
        ring = [[point.lat, point.lon] for point in zone.ring]
        uow.session.add(Zone(id=zone.id, name=zone.name, ring=ring))


async def add_providers(uow: UnitOfWork, providers: Sequence[ProviderSnapshot]) -> None:
    """Add providers to the program."""
    uow.require(Permission.EDIT_SETTINGS)
    for one in providers:
        uow.session.add(
            Provider(
                id=one.id, name=one.name, kind=one.kind, lat=one.point.lat, lon=one.point.lon, beds=one.beds,
                beds_free=one.beds_free, beds_at=one.beds_at, phone=one.phone,
            )
        )  # fmt: skip


async def add_places(uow: UnitOfWork, places: Sequence[PlaceSnapshot]) -> None:
    """Add entries to the gazetteer."""
    uow.require(Permission.EDIT_SETTINGS)
    uow.session.add_all(
        Place(
            id=one.id, name=one.name, kind=one.kind, lat=one.point.lat, lon=one.point.lon,
            end_lat=one.end.lat if one.end else None, end_lon=one.end.lon if one.end else None,
            first_number=one.first_number, last_number=one.last_number,
        )
        for one in places
    )  # fmt: skip

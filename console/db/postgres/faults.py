"""What a server's refusal means in words that an operator or a DBA can act on."""

import asyncio
import ssl
from collections.abc import Sequence

import asyncpg

from console.db.address import Address
from console.errors import EditConflict, LinkDown, NotPermitted, RuleBroken, StorageFault, TandemError

UNSYNCED = "canceling wait for synchronous replication"


class ServerFault(StorageFault):
    """A server that cannot be used as it is; `is_standby` when it would be usable after a promotion."""

    def __init__(self, sentence: str, *, is_standby: bool = False) -> None:
        super().__init__(sentence)
        self.is_standby = is_standby


class SignInRefused(ServerFault):
    """The server does not let this login in."""


def refused(faults: Sequence[Exception], address: Address) -> TandemError:
    """One sentence for all hosts that were tried: what the operator can mend goes before what the network did."""
    told = [_sentence(fault, address) for fault in faults]
    for kind in (SignInRefused, ServerFault):
        for one in told:
            if isinstance(one, kind) and not one.is_standby:
                return one
    if told and all(isinstance(one, ServerFault) and one.is_standby for one in told):
        return ServerFault(
            f"{address}: every server is a read-only standby. Nothing can be saved until one is promoted to primary."
        )
    return next((one for one in told if isinstance(one, LinkDown)), LinkDown(f"{address} cannot be reached."))


def _sentence(fault: Exception, address: Address) -> TandemError:
    if isinstance(fault, TandemError):
        return fault
    login, state = address.login or "this login", getattr(fault, "sqlstate", None)
    if state in ("28P01", "28000"):
        said = str(fault).lower()
        if "certificate" in said:
            return SignInRefused(f"The server did not accept the certificate of {login}. Ask your administrator.")
        if "no pg_hba.conf entry" in said:
            return SignInRefused(
                f"The server does not admit {login} to {address.database} from this workstation"
                + (" without encryption" if "no encryption" in said else "")
                + ". Check the database's name; the administrator's guide names the line in pg_hba.conf."
            )
        # The server does not tell a wrong password from a certificate that is another person's.
        card = f", or {address.certificate.name} is not theirs" if address.certificate is not None else ""
        return SignInRefused(
            f"The server did not accept the name or the password of {login}{card}. "
            "After five wrong tries ask your administrator."
        )
    if state == "3D000":
        return ServerFault(f"There is no database {address.database} on the server. Check the address.")
    if state == "42501":
        return SignInRefused(f"{login} may not use the database {address.database}. Ask your administrator.")
    if state == "53300":
        return ServerFault("The server has no free connection. Ask the administrator to raise max_connections.")
    if state == "57P03":
        return LinkDown(f"{address}: the server is starting or stopping. Tandem tries again by itself.")
    if isinstance(fault, ssl.SSLCertVerificationError):
        return _certificate(fault, address)
    if isinstance(fault, ssl.SSLError):
        return ServerFault(f"{address}: the encrypted line could not be made ({fault.reason}). Ask your administrator.")
    if isinstance(fault, ConnectionError) and "rejected SSL upgrade" in str(fault):
        return ServerFault(f"{address}: the server offers no encryption. Tandem does not connect without it.")
    return LinkDown(f"{address} cannot be reached. Check the network; Tandem tries again by itself.")


def _certificate(fault: ssl.SSLCertVerificationError, address: Address) -> ServerFault:
    said = (fault.verify_message or str(fault)).lower()
    if "expired" in said:
        return ServerFault(f"{address}: the server's certificate has expired. The administrator must renew it.")
    if "not yet valid" in said:
        return ServerFault(f"{address}: the server's certificate is not valid yet. Check this workstation's clock.")
    if "mismatch" in said or "doesn't match" in said or "not valid for" in said:
        return ServerFault(
            f"{address}: the server's certificate is for another name. "
            "Check the address; do not sign in before it fits."
        )
    return ServerFault(
        f"{address}: the server's certificate is not from an authority that this workstation trusts. "
        "Check the address and sslrootcert; do not sign in before it fits."
    )


LOST = (
    OSError, asyncio.TimeoutError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError,
    asyncpg.InternalClientError, asyncpg.OperatorInterventionError,
)  # fmt: skip

_BY_STATE = {
    "53100": "The disk of the database server is full. Nothing was saved. Tell the administrator; reading goes on.",
    "25006": "The database server is read-only now. Nothing was saved. Tandem looks for the primary by itself.",
    "57014": "The database took too long. Nothing was saved. Try again.",
    "55P03": "Another desk holds this just now. Nothing was saved. Try again.",
    "40P01": "Two desks changed the same at once. Nothing was saved. Try again.",
    "40001": "Two desks changed the same at once. Nothing was saved. Try again.",
    **dict.fromkeys(
        ("42P01", "42703", "42883", "3F000"),
        "This database holds no program of Tandem's, or one of another version. Check the address, or ask your "
        "administrator: tandem db check.",
    ),
}


def translated_server(origin: BaseException) -> TandemError | None:
    """The fault of a statement in the operator's words, or None when it is a fault of the program."""
    state = getattr(origin, "sqlstate", None)
    if state == "TD001":  # raised by our own functions, whose sentence is written for the screen
        return NotPermitted(_first_line(origin))
    if state == "TD002":
        return StorageFault(_first_line(origin))
    if state == "TD003":
        return RuleBroken(_first_line(origin))
    if state == "42501":
        return NotPermitted("The database does not allow this for your role. Nothing was saved.")
    if state == "23505":
        return EditConflict("Somebody else did this a moment ago. Look again, then repeat what you wanted.")
    if state in _BY_STATE:
        return StorageFault(_BY_STATE[state])
    if isinstance(origin, LOST):
        return LinkDown("The database cannot be reached. Nothing was saved; your text is kept. Try again soon.")
    return None


def told(error: asyncpg.PostgresError) -> TandemError:
    """What a server refused an administrator, as a sentence."""
    if error.sqlstate == "42501":
        return StorageFault(f"The server does not allow this login to do that ({_first_line(error)}).")
    return translated_server(error) or StorageFault(f"The server refused: {_first_line(error)}.")


def _first_line(origin: BaseException) -> str:
    return str(getattr(origin, "message", None) or origin).splitlines()[0]

"""A password in the operating system's own key store, when the user wishes it; nowhere else."""

import logging

from console.db.address import Address

SERVICE = "Tandem"

log = logging.getLogger(__name__)


def kept_password(address: Address) -> str | None:
    """The password that was kept for this login; None when there is none, or no key store."""
    import keyring  # noqa: PLC0415  costs the start of everybody who keeps none
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(SERVICE, _name(address))
    except (KeyringError, RuntimeError, OSError) as fault:
        log.info("the key store cannot be read: %s", type(fault).__name__)
        return None


def keep_password(address: Address, password: str | None) -> bool:
    """Keep the password, or forget it (None); False when this system has no key store that would."""
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError, PasswordDeleteError  # noqa: PLC0415

    try:
        if password is None:
            keyring.delete_password(SERVICE, _name(address))
        else:
            keyring.set_password(SERVICE, _name(address), password)
    except PasswordDeleteError:
        return True
    except (KeyringError, RuntimeError, OSError) as fault:
        log.info("the key store cannot be used: %s", type(fault).__name__)
        return False
    return True


def _name(address: Address) -> str:
    return f"{address.login}@{address.text}"

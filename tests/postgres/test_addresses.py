"""An address of a shared database holds no password, promises verification, and says what is wrong with it."""

from dataclasses import replace

import pytest

from console.db.address import shared_address
from console.errors import BadInput


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgresql://me:secret@db1/tandem", "Leave the password out"),
        ("postgresql://me@db1/tandem?sslmode=require", "does not prove which server answers"),
        ("postgresql://me@db1/tandem?sslmode=disable", "on this very workstation"),
        ("postgresql://me@db1:99999/tandem", "no host with a port"),
        ("postgresql://me@/tandem", "names no server"),
        ("postgresql://me@db1/tandem?application_name=x", "does not know"),
    ],
)
def test_an_address_that_is_none_says_what_is_wrong(address: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as refusal:
        shared_address(address)
    assert "secret" not in str(refusal.value)


def test_an_address_is_written_as_it_is_read() -> None:
    text = "postgresql://me@db1:5432,db2:5433/tandem?sslrootcert=/etc/ca.crt"
    address = shared_address(text)
    assert [str(host) for host in address.hosts] == ["db1:5432", "db2:5433"]
    assert shared_address(address.text) == replace(address, login=None)


def test_a_file_with_signs_of_its_own_comes_back_whole() -> None:
    address = shared_address("postgresql://db1.example/tandem?sslrootcert=/a%2Bb/ca%26%20x.crt")
    assert str(address.root_certificate) == "/a+b/ca& x.crt"
    assert shared_address(address.text) == address


def test_what_is_no_address_at_all_is_a_sentence() -> None:
    with pytest.raises(BadInput, match="no address"):
        shared_address("postgresql://[abc/db")

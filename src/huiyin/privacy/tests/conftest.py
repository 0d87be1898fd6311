import pytest

from huiyin.privacy.keys import KeyRing, new_ring


@pytest.fixture
def ring() -> KeyRing:
    return new_ring()


@pytest.fixture(params=["aes-256-gcm", "sm4-gcm"])
def any_ring(request) -> KeyRing:
    return new_ring(request.param)

"""Web Push as browsers speak it: the text encrypted for one device (RFC 8291, aes128gcm), the sender known by VAPID (RFC 8292).

Built on `cryptography` alone: the packages for it bring two HTTP clients along and follow redirects, and the whole of
it is one key agreement and one signature. The numbers of RFC 8291's own example are a test.
"""

import base64
import json
import os
import struct
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MOST_BYTES = 3_000  # a push service takes 4,096 with all that is around it
_RECORD = 4_096
_TOKEN_LASTS = timedelta(hours=12)  # RFC 8292 allows 24 hours at most
_CURVE = ec.SECP256R1()


def encrypt(
    text: bytes, *, p256dh: str, auth: str, salt: bytes = b"", own: ec.EllipticCurvePrivateKey | None = None
) -> bytes:
    """What only this device can read: header and one record. `salt` and `own` are new each time but in tests.

    Raises ValueError for keys that are none and for a text beyond MOST_BYTES.
    """
    if len(text) > MOST_BYTES:
        raise ValueError("too long for a push")
    salt, own = salt or os.urandom(16), own or ec.generate_private_key(_CURVE)
    theirs, secret = decode(p256dh), decode(auth)
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, theirs)
    ours = _point(own)
    shared = own.exchange(ec.ECDH(), receiver)
    keying = _derive(secret, shared, b"WebPush: info\0" + theirs + ours, 32)
    key = _derive(salt, keying, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(salt, keying, b"Content-Encoding: nonce\0", 12)
    header = salt + struct.pack("!IB", _RECORD, len(ours)) + ours
    return header + AESGCM(key).encrypt(nonce, text + b"\x02", None)


def check_keys(p256dh: str, auth: str) -> bool:
    """Whether a device's keys are keys at all."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, decode(p256dh))
        return len(decode(auth)) == 16
    except ValueError:
        return False


def new_private_key() -> str:
    """A VAPID key for a host, as VAPID_PRIVATE_KEY holds it."""
    number = ec.generate_private_key(_CURVE).private_numbers().private_value
    return encode(number.to_bytes(32, "big"))


def is_private_key(text: str) -> bool:
    """Whether a host could sign with it."""
    try:
        _private(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4)
def public_key(private_key: str) -> str:
    """What browsers ask for as `applicationServerKey`."""
    return encode(_point(_private(private_key)))


def authorization(endpoint: str, *, private_key: str, subject: str, at: datetime) -> str:
    """The header that says who sends: a token for this push service alone, signed with the host's key."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((at + _TOKEN_LASTS).timestamp()), "sub": subject}
    head = ".".join(encode(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    signed = _private(private_key).sign(head.encode(), ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(signed)
    signature = encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={head}.{signature}, k={public_key(private_key)}"


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """URL-safe base64 with or without its padding. Raises ValueError."""
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)


@lru_cache(maxsize=4)
def _private(text: str) -> ec.EllipticCurvePrivateKey:
    raw = decode(text)
    if len(raw) != 32:
        raise ValueError("a private key has 32 bytes")
    return ec.derive_private_key(int.from_bytes(raw, "big"), _CURVE)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    encoding, form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    return key.public_key().public_bytes(encoding, form)


def _derive(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)

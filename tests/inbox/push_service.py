"""A small push service over TLS that can misbehave on command, and the browser that reads what it was sent."""

import base64
import json
import os
import socket
import ssl
import struct
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CURVE = ec.SECP256R1()


class Browser:
    """Holds the private half of a subscription, as a browser does."""

    def __init__(self, endpoint: str) -> None:
        self._key, self._auth, self.endpoint = ec.generate_private_key(CURVE), os.urandom(16), endpoint

    def subscription(self) -> str:
        keys = {"p256dh": _text(_point(self._key)), "auth": _text(self._auth)}
        return json.dumps({"endpoint": self.endpoint, "expirationTime": None, "keys": keys})

    def read(self, body: bytes) -> Any:
        """Decrypts as RFC 8291 says; written apart from the code it checks."""
        salt, (_size, length) = body[:16], struct.unpack("!IB", body[16:21])
        sender = body[21 : 21 + length]
        shared = self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        keying = _hkdf(self._auth, shared, b"WebPush: info\0" + _point(self._key) + sender, 32)
        key = _hkdf(salt, keying, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(salt, keying, b"Content-Encoding: nonce\0", 12)
        text = AESGCM(key).decrypt(nonce, body[21 + length :], None)
        assert text.endswith(b"\x02")
        return json.loads(text[:-1])


@dataclass
class Taken:
    path: str
    headers: dict[str, str]
    body: bytes
    at: float = 0.0

    def claims(self) -> dict[str, Any]:
        """The token's claims, once its signature by the named key holds."""
        scheme, _space, rest = self.headers["authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        head, claims, signature = parts["t"].split(".")
        raw = _bytes(signature)
        signed = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, _bytes(parts["k"]))
        key.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        assert (scheme, json.loads(_bytes(head))["alg"]) == ("vapid", "ES256")
        return dict(json.loads(_bytes(claims)))


@dataclass
class PushService:
    """`plan`: how the next requests are answered: a status, "garbage", "drop" (read, then the line breaks), "slow" or "drip"."""

    folder: Path
    plan: list[str] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.certificate = certificate_for(self.folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.origin = f"https://localhost:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, raw: socket.socket) -> None:
        try:
            with self._context.wrap_socket(raw, server_side=True) as line, line.makefile("rb") as told:
                path = told.readline().split()[1].decode()
                headers = {}
                while (row := told.readline().strip()) != b"":
                    name, _, value = row.decode().partition(": ")
                    headers[name.lower()] = value
                body = told.read(int(headers["content-length"]))
                self.taken.append(Taken(path, headers, body, time.monotonic()))
                self._answer(line, self.plan.pop(0) if self.plan else "201")
        except (OSError, ssl.SSLError):
            return

    def _answer(self, line: ssl.SSLSocket, what: str) -> None:
        if what == "slow":
            time.sleep(1.5)
        elif what == "drip":
            for _ in range(30):
                line.sendall(b"H")
                time.sleep(0.1)
        elif what == "garbage":
            line.sendall(b"what?\r\n\r\n")
        elif what.isdigit():
            more = "Location: https://localhost/inside\r\n" if what == "307" else ""
            line.sendall(f"HTTP/1.1 {what} x\r\n{more}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())


def certificate_for(folder: Path, host: str = "localhost") -> Path:
    """A certificate for the host that signs itself; its file is also what a client has to trust."""
    key, name = ec.generate_private_key(CURVE), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "service.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

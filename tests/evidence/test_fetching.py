"""Fetching for others: only the open net, at the very address that was looked at, bounded in time and bytes."""

import datetime
import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from minga.evidence import fetching
from minga.evidence.fetching import (
    AddressRefused,
    Fetched,
    NoAnswer,
    NotAnAddress,
    NotFetched,
    TooLong,
    TooManyRedirects,
    TooSlow,
    fetch,
    is_public,
    look,
)

PUBLIC = "93.184.216.34"
Say = Callable[[socket.socket, str], None]


def head(status: str = "200 OK", *lines: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


def page(body: bytes, *lines: str, status: str = "200 OK") -> bytes:
    return head(status, "Content-Type: text/html; charset=utf-8", f"Content-Length: {len(body)}", *lines) + body


class Net:
    """An open net of one server, whatever its names: what it was asked, and to which addresses it was gone."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self.gone_to: list[tuple[str, int]] = []
        self.says: dict[str, bytes | Say] = {}
        self.tls: ssl.SSLContext | None = None
        self._server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    def resolve(self, host: str, port: int) -> list[str]:
        return self.names.get(host, [PUBLIC])

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.gone_to.append((address, port))
        return socket.create_connection(self._server.getsockname(), timeout=seconds)

    def close(self) -> None:
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                line = self._server.accept()[0]
            except OSError:
                return
            threading.Thread(target=self._answer, args=[line], daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        try:
            with self.tls.wrap_socket(line, server_side=True) if self.tls else line as spoken:
                asked = b""
                while b"\r\n\r\n" not in asked:
                    asked += spoken.recv(4096)
                text = asked.decode("latin-1")
                self.asked.append(text)
                method, path = text.split(" ")[:2]
                answer = self.says.get(f"{method} {path}", self.says.get(path, page(b"hola")))
                if callable(answer):
                    answer(spoken, text)
                else:
                    spoken.sendall(answer)
        except OSError:
            return


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Iterator[Net]:
    made = Net()
    monkeypatch.setattr(fetching, "resolve", made.resolve)
    monkeypatch.setattr(fetching, "connect", made.connect)
    yield made
    made.close()


def get(url: str, *, most_bytes: int = 10_000, seconds: float = 5) -> Fetched:
    return fetch(url, most_bytes=most_bytes, seconds=seconds)


def test_a_page_comes_with_its_status_its_type_and_where_it_was_at_last(net: Net) -> None:
    net.says["/acta"] = head("301 Moved", "Location: /acta%20dos?a=1#p3")
    net.says["/acta%20dos?a=1"] = page("año".encode(), status="404 Not Found")
    found = get(" http://Ejemplo.ORG/acta#arriba ")
    assert found == Fetched("http://ejemplo.org/acta%20dos?a=1", 404, "text/html", "año".encode())
    assert "Host: ejemplo.org\r\n" in net.asked[1] and "Referer" not in net.asked[1]
    assert net.gone_to == [(PUBLIC, 80)] * 2


def test_letters_of_any_language_may_stand_in_an_address(net: Net) -> None:
    assert (
        get("http://cañón.example:8080/año 1?q=ñ").final_url == "http://xn--can-8mak.example:8080/a%C3%B1o%201?q=%C3%B1"
    )
    assert get("http://cañón.example").final_url.endswith("example/")
    assert net.gone_to[0] == (PUBLIC, 8080)


@pytest.mark.parametrize(
    "url",
    ["", "ejemplo.org", "ftp://ejemplo.org/", "file:///etc/passwd", "gopher://ejemplo.org/", "javascript:alert(1)",
     "http://", "http:///ruta", "http://ana:clave@ejemplo.org/", "http://@ejemplo.org/", "http://ejemplo.org:22/",
     "http://ejemplo.org:99999/", "http://ejemplo.org:x/", "http://[::1/", f"http://{'a' * 70}.org/"],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(net: Net, url: str) -> None:
    with pytest.raises(NotAnAddress):
        get(url)
    assert net.gone_to == []


NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104
    "10.0.0.7", "100.64.0.1", "127.0.0.1", "127.8.9.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "2002:c0a8:101::", "fc00::1", "fd12::1",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "no es una",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_nobody_is_led_to_what_is_not_of_the_open_net(net: Net, address: str) -> None:
    assert not is_public(address)
    net.names["dentro.example"] = [address]
    net.names["mitad.example"] = [PUBLIC, address]
    for url in ("http://dentro.example/", "http://mitad.example/"):
        with pytest.raises(AddressRefused):
            get(url)
        with pytest.raises(AddressRefused):
            look(url, seconds=5)
    assert net.gone_to == []


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_the_open_net_is_open(address: str) -> None:
    assert is_public(address)


def test_every_way_to_write_this_computer_is_seen_through() -> None:
    # The system's own resolver reads them; nothing is asked of any network.
    for host in ("127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "[::1]", "[::ffff:127.0.0.1]", "0"):
        with pytest.raises((AddressRefused, NoAnswer)):
            get(f"http://{host}/")


def test_a_redirect_into_the_house_is_refused_and_never_gone_to(net: Net) -> None:
    net.names["dentro.example"] = ["10.0.0.7"]
    for n, onward in enumerate(("http://dentro.example/", "//dentro.example/x")):
        net.says[f"/{n}"] = head("302 Found", f"Location: {onward}")
        with pytest.raises(AddressRefused):
            get(f"http://ejemplo.org/{n}")
    for n, onward in enumerate(("file:///etc/passwd", "http://ana:clave@ejemplo.org/"), 2):
        net.says[f"/{n}"] = head("302 Found", f"Location: {onward}")
        with pytest.raises(NotAnAddress):
            get(f"http://ejemplo.org/{n}")
    assert net.gone_to == [(PUBLIC, 80)] * 4


def test_a_name_that_changes_its_address_after_it_was_looked_at_gains_nothing(
    net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr(fetching, "resolve", lambda host, port: next(answers))
    assert get("http://cambia.example/").data == b"hola"
    assert net.gone_to == [(PUBLIC, 80)]  # gone to what was looked at: the name was asked once
    with pytest.raises(AddressRefused):
        get("http://cambia.example/")


def test_of_several_addresses_the_next_is_tried_where_one_does_not_answer(
    net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    net.names["dos.example"] = ["2606:4700::1111", PUBLIC]

    def no_ipv6(address: str, port: int, seconds: float) -> socket.socket:
        if ":" in address:
            raise OSError("no route")
        return net.connect(address, port, seconds)

    monkeypatch.setattr(fetching, "connect", no_ipv6)
    assert get("http://dos.example/").status == 200
    net.names["dos.example"] = ["2606:4700::1111"]
    with pytest.raises(NoAnswer):
        get("http://dos.example/")


def test_who_is_not_there_or_speaks_otherwise_gives_no_answer(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    for n, said in enumerate((b"", b"SSH-2.0-OpenSSH\r\n\r\n", head("200 OK", "Content-Length: 9") + b"corto",
                              page(b"x", "Content-Encoding: br"), page(b"x", "Content-Encoding: gzip"))):  # fmt: skip
        net.says[f"/{n}"] = said
        with pytest.raises(NoAnswer):
            get(f"http://ejemplo.org/{n}")

    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror("no such name")

    monkeypatch.setattr(fetching, "resolve", unknown)
    with pytest.raises(NoAnswer):
        get("http://nadie.example/")
    monkeypatch.setattr(fetching, "resolve", lambda host, port: [])
    with pytest.raises(AddressRefused):
        get("http://nadie.example/")


def test_no_more_bytes_are_read_than_were_asked_for(net: Net) -> None:
    net.says["/justo"] = page(b"x" * 100)
    assert len(get("http://ejemplo.org/justo", most_bytes=100).data) == 100
    net.says["/largo"] = page(b"x" * 101)
    net.says["/sin-fin"] = lambda line, _: _without_end(line)
    net.says["/bomba"] = page(gzip.compress(b"0" * 50_000_000), "Content-Encoding: gzip")
    for path in ("largo", "sin-fin", "bomba"):
        with pytest.raises(TooLong):
            get(f"http://ejemplo.org/{path}", most_bytes=100)
    net.says["/paquete"] = page(gzip.compress(b"acta"), "Content-Encoding: gzip")
    assert get("http://ejemplo.org/paquete").data == b"acta"


def slowly(host: str, port: int) -> list[str]:
    time.sleep(1)
    return [PUBLIC]


def _begin_and_wait(line: socket.socket, _: str) -> None:
    line.sendall(head())
    time.sleep(3)


def _without_end(line: socket.socket) -> None:
    line.sendall(head())
    while True:
        line.sendall(b"x" * 65536)


def test_who_sends_a_letter_at_a_time_is_cut_off_when_the_time_is_over(
    net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drip(first: bytes) -> Say:
        def say(line: socket.socket, _: str) -> None:
            line.sendall(first)
            while True:
                line.sendall(b"x")
                time.sleep(0.02)

        return say

    net.says["/cuerpo"], net.says["/cabeza"] = drip(head()), drip(b"HTTP/1.1 200 OK\r\nX: ")
    net.says["/calla"] = lambda line, _: time.sleep(3)
    for path in ("cuerpo", "cabeza", "calla"):
        began = time.monotonic()
        with pytest.raises(TooSlow):
            get(f"http://ejemplo.org/{path}", seconds=0.3)
        assert time.monotonic() - began < 2
    monkeypatch.setattr(fetching, "resolve", slowly)
    with pytest.raises(TooSlow):
        get("http://ejemplo.org/", seconds=0.1)


def test_who_leads_on_and_on_is_left(net: Net) -> None:
    net.says["/"] = head("302 Found", "Location: /")
    with pytest.raises(TooManyRedirects):
        get("http://ejemplo.org/")
    assert len(net.asked) == 6
    net.says["/a-nada"] = head("302 Found", "Content-Length: 0")
    assert get("http://ejemplo.org/a-nada").status == 302


def test_a_look_asks_for_no_bytes_and_asks_again_where_that_was_not_understood(net: Net) -> None:
    net.says["HEAD /"] = head("200 OK", "Content-Length: 999999999")
    assert look("http://ejemplo.org/", seconds=5).status == 200
    assert [line.split(" ")[0] for line in net.asked] == ["HEAD"]
    net.says["HEAD /no"], net.says["GET /no"] = head("405 Method Not Allowed"), page(b"x" * 99_999)
    net.says["HEAD /cuelga"], net.says["GET /cuelga"] = b"", head("410 Gone")
    assert look("http://ejemplo.org/no", seconds=5) == Fetched("http://ejemplo.org/no", 200, "text/html", b"")
    assert look("http://ejemplo.org/cuelga", seconds=5).status == 410


def test_a_certificate_must_be_that_of_the_name_that_was_asked_for(
    net: Net, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    net.tls = _certificate("ejemplo.org", tmp_path)
    with pytest.raises(NoAnswer):  # nobody vouches for it
        get("https://ejemplo.org/")
    trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    assert get("https://ejemplo.org/").data == b"hola" and net.gone_to[-1] == (PUBLIC, 443)
    with pytest.raises(NoAnswer):
        get("https://otro.example/")
    net.says["/lento"] = _begin_and_wait
    with pytest.raises(TooSlow):
        get("https://ejemplo.org/lento", seconds=0.5)


def _certificate(name: str, folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_the_system_resolves_a_literal_address_and_connects_to_it() -> None:
    assert fetching.resolve("127.0.0.1", 80) == ["127.0.0.1"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        fetching.connect("127.0.0.1", server.getsockname()[1], 2).close()
    assert issubclass(AddressRefused, NotFetched) and not ipaddress.ip_address("127.0.0.1").is_global

"""The least of a browser: cookies, forms with their token, no redirect followed."""

from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit


class Answer(NamedTuple):
    status: int
    location: str
    text: str
    headers: str


class Browser:
    """Somebody at the pages of a house. A connection that breaks raises OSError or HTTPException."""

    def __init__(self, address: str) -> None:
        self.host, self.cookies = urlsplit(address).netloc, dict[str, str]()
        self.seen = list[tuple[str, Answer]]()

    def asks(self, method: str, path: str, fields: dict[str, str] | None = None, file: bytes | None = None) -> Answer:
        connection = HTTPConnection(self.host, timeout=60)
        try:
            headers = {
                "Origin": f"http://{self.host}",
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            }
            body = None
            if fields is not None:
                fields = fields | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
                body, headers["Content-Type"] = encoded(fields, file)
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            for sent in response.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(sent).items()}
            text = response.read().decode(errors="replace")
            answer = Answer(response.status, response.headers.get("Location", ""), text, str(response.headers))
            self.seen.append((path, answer))
            return answer
        finally:
            connection.close()

    def opens(self, path: str) -> Answer:
        return self.asks("GET", path)

    def posts(self, path: str, **fields: str) -> Answer:
        return self.asks("POST", path, fields)

    def uploads(self, path: str, file: bytes, **fields: str) -> Answer:
        """Send a form with one file in its field `file`."""
        return self.asks("POST", path, fields, file)

    def signs_in(self, username: str, password: str) -> Answer:
        self.opens("/sign-in/")
        return self.posts("/sign-in/", username=username, password=password, next="/")


def encoded(fields: dict[str, str], file: bytes | None) -> tuple[bytes, str]:
    """Return the body of a form, and its type."""
    if file is None:
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    line = "----------------------------a-line-that-no-file-holds"
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    head = 'Content-Disposition: form-data; name="file"; filename="名册.xlsx"\r\nContent-Type: application/octet-stream'
    parts.append(head.encode() + b"\r\n\r\n" + file)
    whole = b"".join(f"--{line}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{line}--\r\n".encode()
    return whole, f"multipart/form-data; boundary={line}"

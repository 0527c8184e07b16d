"""The least of a browser: cookies, forms with their token, no redirect followed."""

from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit


class Answer(NamedTuple):
    status: int
    location: str
    text: str


class Browser:
    """Somebody at the pages of a house. A connection that breaks raises OSError or HTTPException."""

    def __init__(self, address: str) -> None:
        self.host, self.cookies = urlsplit(address).netloc, dict[str, str]()

    def asks(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        connection = HTTPConnection(self.host, timeout=60)
        try:
            headers = {
                "Origin": f"http://{self.host}",
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            }
            body = None
            if fields is not None:
                body = urlencode(fields | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            for sent in response.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(sent).items()}
            return Answer(response.status, response.headers.get("Location", ""), response.read().decode())
        finally:
            connection.close()

    def opens(self, path: str) -> Answer:
        return self.asks("GET", path)

    def posts(self, path: str, **fields: str) -> Answer:
        return self.asks("POST", path, fields)

    def signs_in(self, username: str, password: str) -> Answer:
        self.opens("/sign-in/")
        return self.posts("/sign-in/", username=username, password=password, next="/")

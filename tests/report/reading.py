"""Read a page as a machine does: its elements, whether they nest, what they would load, and their words."""

from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "img", "br", "hr", "source"}


class Reader(HTMLParser):
    """Collects what a page is made of; refuses one whose elements do not nest."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag):
        assert self.open[-1:] == [tag], f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data):
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)

    @property
    def words(self) -> str:
        """What is read on the page, with plain spaces."""
        said = [t for tag, texts in self.texts.items() if tag not in ("script", "style") for t in texts]
        return " ".join(" ".join(said).split())

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def loads(page: Reader) -> list[str]:
    """Everything on a page that a browser would fetch from somewhere else."""
    found = []
    for tag, attributes in page.elements:
        for key in ("src", "href", "xlink:href", "data", "action", "poster", "srcset"):
            value = attributes.get(key, "")
            if value and not value.startswith(("#", "data:")):
                found.append(f"{tag} {key}={value[:60]}")
    found += [text[:80] for text in page.texts.get("style", []) if "url(" in text or "@import" in text]
    return found

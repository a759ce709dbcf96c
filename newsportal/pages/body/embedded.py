"""What a body shows and plays: its pictures and films, each with its element in the HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from lxml import etree

from newsportal.chinese.text import clean_text
from newsportal.items import Image, Link
from newsportal.pages.attachments import is_file
from newsportal.pages.body.elements import is_pixel
from newsportal.pages.body.frames import Frames
from newsportal.pages.body.players import MEDIA, SOUNDS, addresses, scripted
from newsportal.pages.pictures import background, names_picture
from newsportal.pages.urls import is_page, link_target


class Embedded:
    """Pictures and films in the order of the page, each address once."""

    def __init__(
        self,
        base_url: str,
        image_address: Callable[[etree._Element], str | None],
        frames: Frames,
    ) -> None:
        self.images: dict[str, Image] = {}
        self.videos: dict[str, Link] = {}
        self._base_url = base_url
        self._image_address = image_address
        self._frames = frames

    def image(self, element: etree._Element) -> None:
        """Show a picture, unless it is a counter's or has no address but the page's own."""
        address = link_target(self._image_address(element), self._base_url)
        if is_pixel(element) or address is None or is_page(address, self._base_url):
            return
        self._picture(address, element)

    def background(self, element: etree._Element) -> None:
        """Show the picture that is all an element shows."""
        address = link_target(background(element), self._base_url)
        if address and not is_page(address, self._base_url):
            self._picture(address, element)

    def player(self, tag: str, element: etree._Element) -> bool:
        """Link what a player plays; tell whether there is an address to be had, or a counter."""
        found = (link_target(address, self._base_url) for address in addresses(element))
        address = next((one for one in found if one and not is_page(one, self._base_url)), None)
        if is_pixel(element):
            return True
        if address is None:
            return False
        if tag == "object" and names_picture(address):
            self._picture(address, element)
        else:
            self._play(tag, address, clean_text(element.get("title") or element.get("name", "")))
        return True

    def films(self, element: etree._Element) -> None:
        """Link the films that a script plays here."""
        for printed in scripted(element):
            address = link_target(printed, self._base_url)
            if address and address not in self.videos:
                self._play("iframe", address, "")

    def _picture(self, address: str, element: etree._Element) -> None:
        alt = clean_text(element.get("alt", ""))
        self.images.setdefault(address, Image(address, alt))
        self._frames.show(f'<img src="{escape(address)}" alt="{escape(alt)}">')

    def _play(self, tag: str, address: str, title: str) -> None:
        if tag not in SOUNDS and not is_file(address):
            self.videos.setdefault(address, Link(address, title))
        shown = f'<a href="{escape(address)}">{escape(title or address, quote=False)}</a>'
        if tag in MEDIA:
            shown = f'<{tag} src="{escape(address)}" controls></{tag}>'
        self._frames.show(shown)

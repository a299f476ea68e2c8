"""A picture with masks over it, as SVG that we draw of numbers alone: one image, so that no mask is off its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.html import escape

from apps.cards.kinds.masks import ELLIPSE, RECT, Drawing, Mask, number_text
from apps.cards.rendering.media_tags import DRAWN_IMAGE, MediaByName, MediaReference

CLASS = "occlusion"
ASKED, COVERED, REVEALED = (
    'fill="#ff8e8e" stroke="#7a1212"',
    'fill="#ffeba2" stroke="#6b5a10"',
    'fill="none" stroke="#d01f1f"',
)
EDGE, LABEL = 'fill="#fff" stroke="#fff" stroke-linejoin="round"', 'fill="#000"'
ASCENT = 0.9  # of the height of letters is above the line that they stand on
STROKES = 300  # strokes are this part of the larger side of a picture


@dataclass(frozen=True)
class OccludedPicture(MediaReference):
    """A picture that is shown with a drawing over it."""

    drawing: Drawing = field(default_factory=Drawing)

    def tag(self, label: str) -> str:
        """Return the HTML that shows it, as it is stored."""
        if not self.width:
            return super().tag(label)
        size = f'width="{self.width}" height="{self.height}"'
        return (
            f'<svg class="{CLASS}" role="img" aria-label="{escape(label)}" '
            f'viewBox="0 0 {self.width} {self.height}" {size}>'
            f'{DRAWN_IMAGE}{self.file_name}" {size}/>{"".join(self._shapes())}</svg>'
        )

    def _shapes(self) -> Iterator[str]:
        for label in self.drawing.labels:
            yield from self._label(label)
        width = number_text(max(self.width, self.height) / STROKES)
        for masks, paint in (
            (self.drawing.covered, COVERED),
            (self.drawing.asked, ASKED),
            (self.drawing.revealed, REVEALED),
        ):
            for mask in masks:
                yield f'{self._shape(mask)}{self._turn(mask)} {paint} stroke-width="{width}"/>'

    def _label(self, label: Mask) -> Iterator[str]:
        """Yield a text that is written on the picture, dark on a light edge, so that it is read on any ground."""
        left, top, size = label.coordinates
        letters = size * self.height
        place = f'x="{number_text(left * self.width)}" y="{number_text(top * self.height + ASCENT * letters)}"'
        font = f'font-family="sans-serif" font-size="{number_text(letters)}"'
        edge = f'{EDGE} stroke-width="{number_text(letters / 4)}"'
        for paint in (edge, LABEL):
            yield f"<text {place} {font}{self._turn(label)} {paint}>{escape(label.text)}</text>"

    def _turn(self, mask: Mask) -> str:
        if not mask.angle:
            return ""
        (x, y), _corner = mask.points
        around = f"{number_text(x * self.width)} {number_text(y * self.height)}"
        return f' transform="rotate({number_text(mask.angle)} {around})"'

    def _shape(self, mask: Mask) -> str:
        points = [(number_text(x * self.width), number_text(y * self.height)) for x, y in mask.points]
        if mask.shape not in (RECT, ELLIPSE):
            return f'<polygon points="{" ".join(map(",".join, points))}"'
        across, down = mask.coordinates[2] * self.width, mask.coordinates[3] * self.height
        left, top = points[0]
        if mask.shape == RECT:
            return f'<rect x="{left}" y="{top}" width="{number_text(across)}" height="{number_text(down)}"'
        x, y = float(left) + across / 2, float(top) + down / 2
        radii = f'rx="{number_text(across / 2)}" ry="{number_text(down / 2)}"'
        return f'<ellipse cx="{number_text(x)}" cy="{number_text(y)}" {radii}'


class OccludedMedia(Mapping[str, MediaReference]):
    """The pictures of a deck, each with the same drawing over it."""

    def __init__(self, media: MediaByName, drawing: Drawing) -> None:
        self._media, self._drawing = media, drawing

    def __getitem__(self, name: str) -> OccludedPicture:
        """Return the picture of this name."""
        shown = self._media[name]
        return OccludedPicture(shown.file_name, shown.width, shown.height, self._drawing)

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the pictures."""
        return iter(self._media)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._media)


def is_occluded(html: str) -> bool:
    """Return whether HTML shows a picture with masks."""
    return f'<svg class="{CLASS}"' in html

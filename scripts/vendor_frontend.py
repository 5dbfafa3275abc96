"""Makes static/vendor and tests/browser/vendor again from three npm packages, with the parts we may not use left out.

npm pack govuk-frontend@6.6.0 @ministryofjustice/frontend@11.1.0 axe-core@4.14.1
.venv/bin/python scripts/vendor_frontend.py FOLDER_WITH_THE_THREE_FILES
"""

import hashlib
import re
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static" / "vendor"
BROWSER = ROOT / "tests" / "browser" / "vendor"


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package: `files` maps a path inside it to the file we keep."""

    name: str
    version: str
    licence: str
    tarball: str
    sha256: str
    files: dict[str, Path]


PACKAGES = [
    Package(
        name="govuk-frontend",
        version="6.6.0",
        licence="MIT",
        tarball="govuk-frontend-6.6.0.tgz",
        sha256="52c4eb554e54d8a6e4ba801e9da5ec3a5b930fd2f117a39677f0b6296e954751",
        files={
            "package/dist/govuk/govuk-frontend.min.css": STATIC / "govuk-frontend" / "govuk-frontend.min.css",
            "package/dist/govuk/govuk-frontend.min.js": STATIC / "govuk-frontend" / "govuk-frontend.min.js",
        },
    ),
    Package(
        name="@ministryofjustice/frontend",
        version="11.1.0",
        licence="MIT",
        tarball="ministryofjustice-frontend-11.1.0.tgz",
        sha256="9ec6ccf0739cefee1fdc663ca61387204dcf3fd9bfcfafa8b9159d993f38984b",
        files={
            "package/moj/moj-frontend.min.css": STATIC / "moj-frontend" / "moj-frontend.min.css",
            "package/moj/moj-frontend.min.js": STATIC / "moj-frontend" / "moj-frontend.min.js",
            **{
                f"package/moj/assets/images/{icon}": STATIC / "moj-frontend" / "images" / icon
                for icon in (
                    "icon-close-cross-black.svg",
                    "icon-document.svg",
                    "icon-progress-tick.svg",
                    "icon-tag-remove-cross-white.svg",
                    "icon-tag-remove-cross.svg",
                    "icon-toggle-plus-minus.svg",
                )
            },
        },
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        licence="MPL-2.0",
        tarball="axe-core-4.14.1.tgz",
        sha256="e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
        files={
            "package/axe.min.js": BROWSER / "axe.min.js",
            "package/LICENSE": BROWSER / "LICENSE",
        },
    ),
]


def without_what_we_may_not_use(css: str, kept_icons: set[str]) -> str:
    """Return the stylesheet without web fonts, the GDS font name, the crest and pictures that we do not keep.

    Pictures that stay get an address beside the stylesheet, so that static files can be renamed.
    """
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", "arial,sans-serif")

    def picture(match: re.Match[str]) -> str:
        name = match.group(1).rsplit("/", 1)[-1]
        return f"url(images/{name})" if name in kept_icons else "none"

    return re.sub(r"url\((/assets/[^)]*)\)", picture, css)


def without_source_map(text: str) -> str:
    """Return the file without the comment that names a source map, which we do not keep."""
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)
    return re.sub(r"//# sourceMappingURL=\S*", "", text).rstrip() + "\n"


def unpack(package: Package, folder: Path) -> None:
    tarball = folder / package.tarball
    digest = hashlib.sha256(tarball.read_bytes()).hexdigest()
    if digest != package.sha256:
        sys.exit(f"{tarball.name} is not the file we know: its sha256 is {digest}")
    kept_icons = {path.name for path in package.files.values() if path.suffix == ".svg"}
    with tarfile.open(tarball) as archive:
        for inside, kept in package.files.items():
            member = archive.extractfile(inside)
            if member is None:
                sys.exit(f"{tarball.name} does not hold {inside}")
            text = member.read().decode()
            if kept.suffix == ".css":
                text = without_what_we_may_not_use(text, kept_icons)
            if kept.suffix in {".css", ".js"}:
                text = without_source_map(text)
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(text)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for package in PACKAGES:
        unpack(package, Path(sys.argv[1]))
        print(f"{package.name} {package.version}")


if __name__ == "__main__":
    main()

"""Lists the packages that the site runs with: `sbom` prints CycloneDX JSON, `licenses` their licenses.

They are those of requirements/base.txt, as installed. `licenses` exits with status 1 where a package has none that is
allowed. Nothing is fetched.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

# As packages state them: by SPDX's names, or by those of the classifiers on package indexes.
ALLOWED = {
    *("Apache-2.0", "Apache License 2.0", "Apache Software License", "BSD License", "BSD-2-Clause", "BSD-3-Clause"),
    *("MIT", "MIT License", "MIT-0", "MIT-CMU", "PSF-2.0", "Zlib", "Zope Public License"),
    # used as they are, as libraries
    *("MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)", "Mozilla Public License 1.1 (MPL 1.1)", "LGPL-3.0-only"),
}
UNSTATED = {"pysqlite3": "Zlib"}  # what its LICENSE says, which its metadata leave out


def main(what: str) -> None:
    """Print one of the two lists."""
    packages = list(installed(Path("requirements/base.txt").read_text()))
    if what == "sbom":
        print(json.dumps(bill(packages), indent=2))
        return
    for package in packages:
        verdict = "" if allowed(license_of(package)) else "  NOT ALLOWED"
        print(f"{package.name} {package.version}: {license_of(package) or 'none stated'}{verdict}")
    raise SystemExit(not all(allowed(license_of(package)) for package in packages))


def installed(requirements: str) -> Iterator[Distribution]:
    """Yield the packages that compiled requirements name for this system."""
    for line in re.findall(r"^[a-z0-9][^\\\n]*", requirements, re.MULTILINE | re.IGNORECASE):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            yield distribution(requirement.name)


def license_of(package: Distribution) -> str:
    """Return an expression of SPDX where the package states one, else the names of its licenses, with OR between."""
    stated = package.metadata.get("License-Expression") or " OR ".join(
        name.rsplit(" :: ", 1)[1]
        for name in package.metadata.get_all("Classifier", [])
        if name.startswith("License ::")
    )
    return stated or package.metadata.get("License") or UNSTATED.get(package.name, "")


def allowed(expression: str) -> bool:
    """Return whether one of the alternatives consists of allowed licenses only."""
    return any(ALLOWED.issuperset(choice.split(" AND ")) for choice in expression.split(" OR "))


def bill(packages: list[Distribution]) -> dict[str, object]:
    """Return a software bill of materials in CycloneDX 1.6."""
    components = [
        {
            "type": "library",
            "name": package.name,
            "version": package.version,
            "purl": f"pkg:pypi/{re.sub(r'[-_.]+', '-', package.name).lower()}@{package.version}",
            "licenses": [{"license": {"name": license_of(package)}}],
        }
        for package in packages
    ]
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}


if __name__ == "__main__":
    main(sys.argv[1])

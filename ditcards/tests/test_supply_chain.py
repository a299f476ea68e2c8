"""What the site runs with is listed, and its licenses are known."""

import pytest

from scripts import supply_chain


@pytest.mark.parametrize("expression", ["MIT", "MIT AND PSF-2.0", "GPL-2.0-only OR MIT", "Zope Public License"])
def test_a_license_that_we_may_choose_is_allowed(expression):
    assert supply_chain.allowed(expression)


@pytest.mark.parametrize("expression", ["", "GPL-2.0-only", "MIT AND AGPL-3.0-only", "GPL-2.0-only OR SSPL-1.0"])
def test_any_other_is_not(expression):
    assert not supply_chain.allowed(expression)


def test_packages_for_other_systems_are_not_listed():
    requirements = "django==6.1 \\\n    --hash=sha256:00\n    # via nothing\ncolorama==1 ; sys_platform == 'none' \\\n"
    assert [package.name for package in supply_chain.installed(requirements)] == ["Django"]


def test_the_bill_names_every_package_with_its_version():
    [django] = supply_chain.installed("django==6.1")
    [component] = supply_chain.bill([django])["components"]
    assert component["purl"] == f"pkg:pypi/django@{django.version}"

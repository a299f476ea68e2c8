"""What goes wrong at a provider, so that a person gets a sentence and the log the reason."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import jwt
import requests
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error


class ProviderProblem(ProviderException):  # type: ignore[misc] # allauth has no types
    """What a provider answered makes no sense. The message is for the log: it has nothing of the person."""

    is_away = False  # for the page: whether it helps to try again later


class ProviderAway(ProviderProblem):
    """A provider does not answer, or says that it cannot."""

    is_away = True


@contextmanager
def asking_for(what: str) -> Iterator[None]:
    """Raise ProviderProblem for whatever a provider's answer lets go wrong in this block."""
    try:
        yield
    except (requests.ConnectionError, requests.Timeout) as error:
        raise ProviderAway(f"{what}: {type(error).__name__}") from error
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else HTTPStatus.BAD_GATEWAY
        kind = ProviderAway if status >= HTTPStatus.INTERNAL_SERVER_ERROR else ProviderProblem
        raise kind(f"{what}: status {status}") from error
    except (jwt.PyJWTError, KeyError) as error:
        raise ProviderProblem(f"{what}: {type(error).__name__} {error}") from error
    except (requests.RequestException, OAuth2Error, AttributeError, TypeError, ValueError, RecursionError) as error:
        raise ProviderProblem(f"{what}: {type(error).__name__}") from error

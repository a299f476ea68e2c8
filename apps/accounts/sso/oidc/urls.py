"""URLs of logging in with a provider of OpenID Connect; allauth includes them."""

from django.urls import path

from apps.accounts.sso.oidc import views

urlpatterns = [
    path("oidc/login/", views.login, name="oidc_login"),
    path("oidc/callback/", views.callback, name="oidc_callback"),
]

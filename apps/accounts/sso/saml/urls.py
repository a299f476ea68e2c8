"""URLs of logging in with a provider of SAML; allauth includes them."""

from django.urls import path

from apps.accounts.sso.saml import views

urlpatterns = [
    path("saml/login/", views.login, name="saml_login"),
    path("saml/acs/", views.acs, name="saml_acs"),
    path("saml/finish/", views.finish, name="saml_finish"),
    path("saml/metadata/", views.metadata, name="saml_metadata"),
]

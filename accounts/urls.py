"""Addresses below /accounts/. Of allauth only what is named here can be reached."""

from allauth.account import views as allauth
from django.urls import path

from accounts import views

urlpatterns = [
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("signup/", allauth.signup, name="account_signup"),  # says that it is closed unless WIKI_SIGNUP=open
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("first-admin/<str:token>/", views.FirstAdmin.as_view(), name="first_admin"),
]

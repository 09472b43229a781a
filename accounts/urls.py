"""Addresses below /accounts/. Of allauth only what is named here can be reached, and each answers in our way."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from django.urls import path, re_path

from accounts import oidc, second
from accounts.views import address, entrance, profile, sessions
from accounts.views.pages import page

urlpatterns = [
    path("login/", page(allauth.login), name="account_login"),
    path("logout/", page(allauth.logout), name="account_logout"),
    path("signup/", page(entrance.sign_up), name="account_signup"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("waiting/", entrance.waiting, name="account_waiting"),
    path("reauthenticate/", page(allauth.reauthenticate), name="account_reauthenticate"),
    path("first-admin/<str:token>/", page(entrance.FirstAdmin.as_view()), name="first_admin"),
    path("invitation/<str:token>/", page(entrance.AnInvitation.as_view()), name="account_invitation"),
    path("profile/", page(profile.profile), name="account_profile"),
    # The e-mail address
    path("email/", page(address.email), name="account_email"),
    path("confirm-email/", allauth.email_verification_sent, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", page(allauth.confirm_email), name="account_confirm_email"),
    # The password
    path("password/change/", page(allauth.password_change), name="account_change_password"),
    path("password/set/", page(allauth.password_set), name="account_set_password"),
    path("password/reset/", page(entrance.password_reset), name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        page(entrance.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # The second step
    path("second/", page(mfa.index), name="mfa_index"),
    path("second/authenticate/", page(mfa.authenticate), name="mfa_authenticate"),
    path("second/reauthenticate/", page(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second/app/on/", page(totp.activate_totp), name="mfa_activate_totp"),
    path("second/app/off/", page(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second/codes/", page(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second/codes/new/", page(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("second/codes/download/", page(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("second/passkeys/add/", page(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("second/passkeys/<int:pk>/remove/", page(second.remove_passkey), name="mfa_remove_webauthn"),
    path("second/passkeys/reauthenticate/", page(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    # Where one is signed in
    path("sessions/", page(sessions.sessions), name="usersessions_list"),
    # Other sites
    path("oidc/<str:provider_id>/login/", page(oidc.login), name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", page(oidc.callback), name="openid_connect_callback"),
    path("connections/", page(social.connections), name="socialaccount_connections"),
    path("connections/signup/", page(oidc.sign_up), name="socialaccount_signup"),
    path("connections/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
]

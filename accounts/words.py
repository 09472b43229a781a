"""What the account pages say where allauth has words of its own."""

TAKEN = "Somebody has just taken this name. Choose another."

ERRORS = {
    "account_inactive": "This account is switched off. Ask an admin to switch it on.",
    "email_password_mismatch": "This address and this password do not belong together. Check both.",
    "username_password_mismatch": "This name and this password do not belong together. Check both.",
    "email_taken": "This address cannot be used here. Take another, or sign in if you have an account already.",
    "enter_current_password": "This is not your password now. Type the one that you sign in with.",
    "incorrect_code": "This code is not right, or was used already. Wait for the next one and type that.",
    "incorrect_password": "This is not your password. Try once more.",
    "invalid_login": "This name and this password do not belong together. Check both.",
    "invalid_password_reset": "This link does not work any more.",
    "too_many_login_attempts": "Too many tries. Wait a few minutes, then try once more.",
    "rate_limited": "Too many tries. Wait a minute, then try once more.",
    "username_unfit": "A user name holds at least one letter or digit, and no @. Choose another.",
    "username_taken": "This user name is taken. Choose another.",
    "username_blacklisted": "This user name cannot be used. Choose another.",
}
MFA_ERRORS = {
    "cannot_delete_authenticator": "This cannot be switched off.",
    "cannot_generate_recovery_codes": "Recovery codes come with a second step. Set one up first.",
    "incorrect_code": ERRORS["incorrect_code"],
    "passkey": "This passkey could not be read. Try once more, or go another way.",
}
SOCIAL_ERRORS = {
    "email_taken": "There is an account with this address already. Sign in to it, then connect %s under Connections.",
    "invalid_token": "The other site did not say clearly who you are. Try once more.",
    "no_password": "This is your only way in. Set a password first, then disconnect.",
    "no_verified_email": "This is your only way in. Confirm an e-mail address first, then disconnect.",
    "disconnect_last": "This is your only way in, so it stays.",
    "connected_other": "This account is connected with somebody else here.",
}

# By the name of allauth's template: of a message on the next page, or of a mail.
MESSAGES = {
    "confirmed": "This address is yours now.",
    "not_confirmed": "This address could not be confirmed: it belongs to another account.",
    "account/messages/password_changed.txt": "Your password is changed. Everywhere else you are signed out.",
    "account/messages/password_set.txt": "Your password is set.",
    "account/messages/logged_out.txt": "You are signed out.",
    "account/messages/email_confirmation_sent.txt": "A mail is on its way to {email}; its link confirms the address.",
    "mfa/messages/totp_activated.txt": "From now on signing in asks for a code of your app.",
    "mfa/messages/totp_deactivated.txt": "Signing in asks for no code of an app any more.",
    "mfa/messages/recovery_codes_generated.txt": "Here are new recovery codes. Keep them in a safe place.",
    "mfa/messages/webauthn_added.txt": "The passkey is added.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
    "usersessions/messages/sessions_logged_out.txt": "Everywhere else you are signed out.",
    "socialaccount/messages/account_connected.txt": "The account is connected.",
    "socialaccount/messages/account_connected_updated.txt": "This account was connected already.",
    "socialaccount/messages/account_connected_other.txt": SOCIAL_ERRORS["connected_other"],
    "socialaccount/messages/account_disconnected.txt": "The account is disconnected.",
    "account/email/password_changed": "The password was changed.",
    "account/email/password_reset": "A new password was set by a link sent to this address.",
    "account/email/password_set": "A password was set.",
    "account/email/email_changed": "The e-mail address of the account was changed.",
    "mfa/email/totp_activated": "Signing in asks for a code of an app from now on.",
    "mfa/email/totp_deactivated": "Signing in asks for no code of an app any more.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made.",
    "mfa/email/webauthn_added": "A passkey was added.",
    "mfa/email/webauthn_removed": "A passkey was removed.",
    "socialaccount/email/account_connected": "An account of another site was connected.",
    "socialaccount/email/account_disconnected": "An account of another site was disconnected.",
}

"""What allauth and axes are told: how people sign in here, by which second steps, and when trying ends.

Nothing of it differs between deployments; what does is in the settings.
"""

from __future__ import annotations

ACCOUNT_ADAPTER = "accessctl.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by their organisation, never by themselves
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 1  # the one the organisation entered
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {"login_failed": False}  # axes is the only throttle on failed logins
ACCOUNT_PREVENT_ENUMERATION = True

MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "activate_totp": "accessctl.signin.forms.AppForm",
    "add_webauthn": "accessctl.signin.forms.PasskeyForm",
    "authenticate": "accessctl.signin.forms.CodeForm",
    "authenticate_webauthn": "accessctl.signin.forms.PasskeyStepForm",
    "login_webauthn": "accessctl.signin.forms.PasskeyAloneForm",
    "reauthenticate": "accessctl.signin.forms.CodeAgainForm",
    "reauthenticate_webauthn": "accessctl.signin.forms.PasskeyAgainForm",
}
MFA_ADAPTER = "accessctl.signin.adapters.MfaAdapter"
MFA_TOTP_ISSUER = "Missing Migrant Registry"
# Organisations make the accounts and nobody signs up, so an address that was never confirmed is no stranger's; refusing
# its owner the second step would leave every account without one.
MFA_ALLOW_UNVERIFIED_EMAIL = True

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accessctl.signin.adapters.axes_username"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who tries again meanwhile does not wait longer
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # who signed in is in the journal, without addresses
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "code", "credential"]  # not kept with an attempt
